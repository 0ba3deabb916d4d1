import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { GiftDraft } from '../platform/platform.ts'
import { createCombos } from './combo.ts'
import { counts, step, sum } from './combo.fake.ts'

describe('10,000 streaks with losses, repeats, disorder, colliding groups and missing ends', () => {
  const streak = fc.record({
    user: fc.integer({ min: 1, max: 40 }),
    group: fc.integer({ min: 1, max: 3 }),
    totals: fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 8 }),
    ends: fc.boolean(),
  })
  const delivery = fc.record({
    delayMs: fc.nat(60_000),
    repeated: fc.boolean(),
    lost: fc.boolean(),
  })
  const streaks = fc.array(streak, { minLength: 20, maxLength: 20 })
  const deliveries = fc.array(delivery, { minLength: 400, maxLength: 400 })

  const draftsOf = ({ user, group, totals, ends }: Streak): readonly GiftDraft[] => {
    const facts = { user: { id: `x:${user}`, name: 'same' } }
    const combo = { group: `${group}`, final: false }
    const steps = totals.map((total) => step(total, { ...facts, combo }))
    const end = step(Math.max(...totals), { ...facts, combo: { ...combo, final: true } })
    return ends ? [...steps, end] : steps
  }
  type Streak = typeof streak extends fc.Arbitrary<infer T> ? T : never

  test('the sum is the highest total that arrived, and each streak ends once', () => {
    fc.assert(
      fc.property(streaks, deliveries, (all, ways) => {
        const sent = all.flatMap(draftsOf).flatMap((draft, index) => {
          const { delayMs, repeated, lost } = ways[index]!
          const one = { draft, at: delayMs }
          return lost && index % 3 === 0
            ? []
            : repeated
              ? [one, { draft, at: delayMs + 9_000 }]
              : [one]
        })
        const arrived = sent.toSorted((a, b) => a.at - b.at)
        const truth = new Map<string, number>()
        for (const { draft } of arrived) {
          const key = `${draft.combo?.group}/${draft.user?.id}`
          truth.set(key, Math.max(truth.get(key) ?? 0, draft.count))
        }

        const combos = createCombos()
        const events = arrived.flatMap(({ draft, at }) => [
          ...combos.expire(at),
          ...combos.accept(draft, at),
        ])
        events.push(...combos.expire(Number.MAX_SAFE_INTEGER))

        expect(sum(counts(events))).toBe(sum([...truth.values()]))
        expect(sum(events.map(({ value }) => value.amount))).toBe(3 * sum(counts(events)))
        const endings = events.filter(({ count }) => count === 0).map(({ id }) => id)
        expect(new Set(endings).size).toBe(endings.length)
        const ended = new Set(
          events.filter(({ combo }) => combo?.final).map(({ combo }) => combo?.id),
        )
        expect(ended.size).toBe(truth.size)
        expect(combos.nextExpiryAt).toBeUndefined()
      }),
      { numRuns: 500 },
    )
  })
})
