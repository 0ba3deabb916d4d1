import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { between, pick, seededRandom } from './random.ts'

const take = (seed: number, count: number): readonly number[] => {
  const random = seededRandom(seed)
  return Array.from({ length: count }, () => random())
}

describe('a seeded sequence', () => {
  test('is the same for the same seed, and another for another', () => {
    expect(take(7, 100)).toEqual(take(7, 100))
    expect(take(7, 100)).not.toEqual(take(8, 100))
  })

  test('stays from 0 up to but not including 1, whatever the seed', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        expect(take(seed, 50).every((number) => number >= 0 && number < 1)).toBe(true)
      }),
    )
  })

  test('spreads evenly', () => {
    const tenths = Array.from({ length: 10 }, () => 0)
    for (const number of take(1, 10_000)) tenths[Math.floor(number * 10)]! += 1
    expect(Math.min(...tenths)).toBeGreaterThan(850)
    expect(Math.max(...tenths)).toBeLessThan(1150)
  })
})

test('between reaches both ends and nothing beyond', () => {
  const random = seededRandom(1)
  const numbers = new Set(Array.from({ length: 200 }, () => between(random, 3, 5)))
  expect(numbers).toEqual(new Set([3, 4, 5]))
})

test('picking from an empty list is refused', () => {
  expect(() => pick(seededRandom(1), [])).toThrow(RangeError)
})
