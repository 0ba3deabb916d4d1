import fc from 'fast-check'
import { expect, test } from 'vitest'
import { backoffMs } from './backoff.ts'

const longest = (attempt: number): number => backoffMs(attempt, () => 1)

test('a delay is between 0 and its bound', () => {
  fc.assert(
    fc.property(fc.nat(2_000), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, luck) => {
      const waitMs = backoffMs(attempt, () => luck)
      expect(waitMs).toBeGreaterThanOrEqual(0)
      expect(waitMs).toBeLessThanOrEqual(longest(attempt))
    }),
  )
})

test('the bound doubles up to 3 s, and is 15 s after many failed attempts', () => {
  expect([0, 1, 2, 3, 9, 19, 20, 2_000].map(longest)).toEqual([
    500, 1_000, 2_000, 3_000, 3_000, 3_000, 15_000, 15_000,
  ])
})
