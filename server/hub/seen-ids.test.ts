import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createSeenIds } from './seen-ids.ts'

test('an id is accepted once', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { maxLength: 300 }), (ids) => {
      const identities = createSeenIds()
      const seen = new Set<string>()
      for (const id of ids) {
        expect(identities.accept(id, 0)).toBe(!seen.has(id))
        seen.add(id)
      }
      expect(identities.size).toBe(seen.size)
    }),
  )
})

test('at least this many ids are remembered, and at most twice as many', () => {
  const identities = createSeenIds({ ids: 100, ageMs: 1000 })
  const id = (n: number): string => `bilibili:${n}`
  for (let n = 0; n < 1050; n++) expect(identities.accept(id(n), 0)).toBe(true)
  for (let n = 950; n < 1050; n++) expect(identities.accept(id(n), 0)).toBe(false)
  expect(identities.size).toBeLessThanOrEqual(200)
  expect(identities.accept(id(0), 0)).toBe(true)
})

test('ids are remembered for at least this long, and at most twice as long once others come', () => {
  const identities = createSeenIds({ ids: 100, ageMs: 1000 })
  expect(identities.accept('a', 0)).toBe(true)
  expect(identities.accept('b', 1001)).toBe(true)
  expect(identities.accept('a', 1002)).toBe(false)
  expect(identities.accept('c', 2002)).toBe(true)
  expect(identities.accept('a', 2003)).toBe(true)
})

test('from when on all ids are known', () => {
  const identities = createSeenIds({ ids: 2, ageMs: 1_000 })
  for (const [id, at] of [
    ['a', 1],
    ['b', 2],
    ['c', 3],
    ['d', 4],
  ] as const)
    identities.accept(id, at)
  expect(identities.completeSince()).toBeUndefined()
  identities.accept('e', 5) // a and b are forgotten
  expect(identities.completeSince()).toBe(3)
  identities.missBefore(2)
  expect(identities.completeSince()).toBe(3)
  identities.missBefore(4)
  expect(identities.completeSince()).toBe(4)
})

test.each([
  ['numbers in a row', (n: number) => `douyin:${7_000_000_000_000_000_000n + BigInt(n)}`],
  ['places', (n: number) => `aB3_x-9Q:${n}`],
  ['streaks that differ in front', (n: number) => `bilibili:${n}:4711:final`],
])('half a million similar ids are distinguished: %s', (_, id) => {
  const identities = createSeenIds({ ids: 500_000, ageMs: 1 })
  for (let n = 0; n < 500_000; n++) {
    if (!identities.accept(id(n), 0)) throw new Error(`${id(n)} was taken for another`)
  }
  expect(identities.size).toBe(500_000)
})
