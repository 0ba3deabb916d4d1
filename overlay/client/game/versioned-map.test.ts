import fc from 'fast-check'
import { expect, test } from 'vitest'
import { said } from './game.fake.ts'
import { freshCooldown, passOnce } from './cooldown.ts'
import { VersionedMap } from './versioned-map.ts'
import { createVote, type Vote } from './vote.ts'

test('a version keeps its entries, whatever is derived from it and in whatever order versions are read', () => {
  const change = fc.record({
    from: fc.nat(50),
    key: fc.constantFrom('a', 'b', 'c'),
    value: fc.option(fc.nat(9), { nil: undefined }),
  })
  fc.assert(
    fc.property(fc.array(change), fc.array(fc.nat(50)), (changes, reads) => {
      const versions = [new VersionedMap<string, number>()]
      const expected: ReadonlyMap<string, number>[] = [new Map()]
      for (const { from, key, value } of changes) {
        const base = from % versions.length
        const wanted = new Map(expected[base])
        if (value === undefined) wanted.delete(key)
        else wanted.set(key, value)
        const version = versions[base]!
        versions.push(value === undefined ? version.delete(key) : version.set(key, value))
        expected.push(wanted)
      }
      for (const read of [...reads, ...versions.keys()]) {
        const at = read % versions.length
        const version = versions[at]!
        expect(version.size).toBe(expected[at]!.size)
        expect(Object.fromEntries(version)).toEqual(Object.fromEntries(expected[at]!))
      }
    }),
  )
})

test('a version can be iterated while another one is read', () => {
  const first = new VersionedMap([
    ['a', 1],
    ['b', 2],
  ])
  const second = first.set('c', 3)
  const seen: string[] = []
  for (const [key] of first) seen.push(`${key} ${second.get('c')}`)
  expect(seen).toEqual(['a 3', 'b 3'])
})

const people = 20_000

// With a copy of the whole map at every step, the last thousand took four seconds. Now they take
// some milliseconds; the limit leaves room for a busy machine.
const mostMs = 1_000

/** Measures the last thousand steps of {@link people}, in milliseconds. */
function costOfLast(step: (number: number) => void): number {
  for (let number = 0; number < people - 1_000; number++) step(number)
  const before = performance.now()
  for (let number = people - 1_000; number < people; number++) step(number)
  return performance.now() - before
}

test('the last of 20,000 votes is as cheap as the first, and no earlier state changes', () => {
  const vote = createVote({ choices: { left: ['1'], right: ['2'] } })
  let state: Vote = vote.initial
  const half: Vote[] = []
  const cost = costOfLast((number) => {
    state = vote.step(state, said(number % 2 === 0 ? '1' : '2', `viewer-${number}`))
    if (number === people / 2 - 1) half.push(state)
  })
  expect(state.counts).toEqual({ left: people / 2, right: people / 2 })
  expect(half[0]?.ballots.size).toBe(people / 2)
  expect([...(half[0]?.ballots ?? [])]).toHaveLength(people / 2)
  expect(vote.initial.ballots.size).toBe(0)
  expect(cost).toBeLessThan(mostMs)
})

test('the last of 20,000 cooldown entries is as cheap as the first', () => {
  let cooldown = freshCooldown
  const cost = costOfLast((number) => {
    cooldown = passOnce(cooldown, `viewer-${number}`, { at: number, everyMs: people }).cooldown
  })
  expect(cooldown.size).toBe(people)
  expect(cost).toBeLessThan(mostMs)
  expect(freshCooldown.size).toBe(0)
})
