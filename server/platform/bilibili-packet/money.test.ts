import fc from 'fast-check'
import { expect, test } from 'vitest'
import { battery, gold, silver, yuan } from './money.ts'

test('1000 gold, 10 battery and 1 CNY are the same', () => {
  expect([gold(1000), battery(10), yuan(1)].map(({ cents }) => cents)).toEqual([100, 100, 100])
})

test('silver has the value 0', () => {
  expect(silver(1000)).toEqual({ amount: 1000, unit: 'silver' })
})

test('cents are whole and never more than was paid', () => {
  fc.assert(
    fc.property(fc.nat(), (amount) => {
      const cents = gold(amount).cents!
      expect(Number.isInteger(cents)).toBe(true)
      expect(cents * 10).toBeLessThanOrEqual(amount)
      expect((cents + 1) * 10).toBeGreaterThan(amount)
    }),
  )
})
