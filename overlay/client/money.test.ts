import { expect, test } from 'vitest'
import { times, weightOf } from './money.ts'

test('an amount with a rate counts for its cents, a coin for 10', () => {
  expect(weightOf({ amount: 3, unit: 'diamond', cents: 30 })).toBe(30)
  expect(weightOf({ amount: 3, unit: 'coin' })).toBe(30)
  expect(weightOf(times({ amount: 3, unit: 'coin' }, 100))).toBe(3_000)
})

test('what is free, absent or of an unknown currency counts for nothing', () => {
  expect(weightOf({ amount: 9_000, unit: 'silver' })).toBe(0)
  expect(weightOf({ amount: 9_000, unit: 'coin', cents: 0 })).toBe(0)
  expect(weightOf(undefined)).toBe(0)
})
