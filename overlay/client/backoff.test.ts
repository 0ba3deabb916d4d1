import fc from 'fast-check'
import { expect, test } from 'vitest'
import { backoffBounds, backoffMs } from './backoff.ts'

test('a wait lies between nothing and a bound that doubles up to 15 s', () => {
  fc.assert(
    fc.property(fc.nat(2_000), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, luck) => {
      const waitMs = backoffMs(attempt, () => luck)
      expect(waitMs).toBeGreaterThanOrEqual(0)
      expect(waitMs).toBeLessThanOrEqual(Math.min(backoffBounds.lastMs, 500 * 2 ** attempt))
    }),
  )
  expect([0, 1, 2, 5, 9].map((attempt) => backoffMs(attempt, () => 1))).toEqual([
    500, 1_000, 2_000, 15_000, 15_000,
  ])
})
