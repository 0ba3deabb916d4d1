import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { GiftEvent } from '../../proto/feed/index.ts'
import { gave } from './game/game.fake.ts'
import { extendStreak, type Streak, streakKey } from './streak.ts'

const price = { amount: 1, unit: 'diamond', cents: 10 } as const
const user = { id: 'demo:1', name: '小明' }

test('gifts without a streak have a common key by giver, gift and receiver', () => {
  const key = streakKey(gave(1, { user }))
  expect(streakKey(gave(2, { user, id: 'other' }))).toBe(key)
  expect(streakKey(gave(1, { user, gift: { id: '2', name: 'x' } }))).not.toBe(key)
  expect(streakKey(gave(1, { user, to: { id: 'x:9', name: 'y' } }))).not.toBe(key)
  expect(streakKey(gave(1, { user, source: 'demo:2' }))).not.toBe(key)
})

test('gifts of unknown users have a key each', () => {
  const unknown = { user: { name: '神秘人' } }
  expect(streakKey(gave(1, { ...unknown, id: 'b' }))).not.toBe(streakKey(gave(1, unknown)))
})

test('gifts without a streak are added up in number and in value', () => {
  const streak = extendStreak(extendStreak(undefined, gave(2, { user })), gave(3, { user }))
  expect(streak).toMatchObject({ total: 5, value: { amount: 5, cents: 50 }, final: false })
})

test('the event of a streak is the one with the highest total, the newest of those', () => {
  const step = (id: string, total: number): GiftEvent =>
    gave(1, { id, combo: { id: 'c', total, final: false } })
  const streak = [step('a', 2), step('b', 2), step('c', 1)].reduce<Streak | undefined>(
    extendStreak,
    undefined,
  )
  expect(streak?.event.id).toBe('b')
})

/** A streak as the server counts it: what each event adds, and whether its end is published. */
const counted = fc.record({
  counts: fc.array(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 6 }),
  end: fc.constantFrom('none', 'with the last items', 'empty'),
})

type Counted = typeof counted extends fc.Arbitrary<infer T> ? T : never

function eventsOf({ counts, end }: Counted, index: number): readonly GiftEvent[] {
  const all = end === 'empty' ? [...counts, 0] : counts
  return all.map((count, step) => {
    const total = counts.slice(0, step + 1).reduce((one, other) => one + other, 0)
    const final = end !== 'none' && step === all.length - 1
    // Two sources may use the same id for streaks of their own.
    const combo = { id: `${Math.floor(index / 2)}`, total, final }
    return gave(count, { id: `${index}:${step}`, source: `demo:${index % 2}`, price, combo })
  })
}

test('the events of a room, in any order and any number of times, add up to its gifts', () => {
  const room = fc.array(counted, { minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(room, fc.infiniteStream(fc.nat()), (streaks, random) => {
      const published = streaks.flatMap(eventsOf)
      const repeated = published.filter(() => random.next().value % 3 === 0)
      const arrivals: GiftEvent[] = []
      for (const event of [...published, ...repeated]) {
        arrivals.splice(random.next().value % (arrivals.length + 1), 0, event)
      }

      const found = new Map<string, Streak>()
      for (const event of arrivals) {
        const key = streakKey(event)
        found.set(key, extendStreak(found.get(key), event))
      }

      const truth = streaks.map(({ counts, end }, index) => {
        const total = counts.reduce((one, other) => one + other, 0)
        const value = { ...price, amount: total, cents: total * 10 }
        const key = `demo:${index % 2} ${Math.floor(index / 2)}`
        return [key, { key, total, value, final: end !== 'none' }]
      })
      expect(Object.fromEntries(found)).toMatchObject(Object.fromEntries(truth))
      expect(found.size).toBe(streaks.length)
    }),
  )
})

test('a streak of which events are lost has the highest total that arrived', () => {
  fc.assert(
    fc.property(counted, fc.infiniteStream(fc.boolean()), (streak, random) => {
      const arrived = eventsOf(streak, 0).filter(() => random.next().value)
      const end = arrived.reduce<Streak | undefined>(extendStreak, undefined)
      expect(end?.total).toBe(arrived.at(-1)?.combo?.total)
    }),
  )
})
