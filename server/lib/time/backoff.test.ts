import fc from 'fast-check'
import { expect, test } from 'vitest'
import { backoffMs } from './backoff.ts'
import { seededRandom } from '../random.ts'

const jitter = fc.double({ min: 0, max: 1, noNaN: true })

test('a delay is between the least and a bound that doubles up to the last', () => {
  fc.assert(
    fc.property(fc.nat(2_000), jitter, fc.nat(500), (attempt, drawn, leastMs) => {
      const waitMs = backoffMs(attempt, drawn, { leastMs, firstMs: 500, lastMs: 30_000 })
      expect(waitMs).toBeGreaterThanOrEqual(leastMs)
      expect(waitMs).toBeLessThanOrEqual(Math.min(30_000, 500 * 2 ** attempt))
    }),
  )
  const longest = [0, 1, 2, 5, 6, 9].map((n) => backoffMs(n, 1, { firstMs: 500, lastMs: 30_000 }))
  expect(longest).toEqual([500, 1_000, 2_000, 16_000, 30_000, 30_000])
})

test('delays are spread evenly (T-UP-1)', () => {
  const random = seededRandom(7)
  const draws = 2_000
  const waits = Array.from({ length: draws }, () =>
    backoffMs(3, random(), { leastMs: 1_000, firstMs: 500, lastMs: 30_000 }),
  ).toSorted((a, b) => a - b)
  const distances = waits.map((waitMs, rank) => Math.abs((waitMs - 1_000) / 3_000 - rank / draws))
  expect(Math.max(...distances)).toBeLessThan(1.63 / Math.sqrt(draws)) // Kolmogorov-Smirnov, p = 0.01
})
