import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { LedgerAccount } from '../store/query/coin/ledger.ts'
import {
  dayOf,
  incomeOf,
  issue,
  movedBetween,
  restOfDayMs,
  takenBack,
  walletOf,
} from './posting.ts'

const accounts: readonly LedgerAccount[] = [walletOf('a'), incomeOf('stage'), issue]
const account = fc.constantFrom(...accounts)
const coins = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER })

test('S4-49 the sides of a transfer sum up to 0, a wallet first; taking it back undoes each', () => {
  fc.assert(
    fc.property(account, account, coins, (from, to, amount) => {
      fc.pre(from !== to)
      const postings = movedBetween(from, to, amount)
      expect(postings[0].amount + postings[1].amount).toBe(0)
      expect(postings.find(({ kind }) => kind === from.kind)?.amount).toBe(-amount)
      for (const sides of [postings, takenBack(postings)]) {
        const wallet = sides.findIndex(({ kind }) => kind === 'wallet')
        expect(wallet).toBeLessThan(1)
      }
      expect(new Set(takenBack(takenBack(postings)))).toEqual(new Set(postings))
    }),
  )
})

test.each([0, -1, 1.5, 2 ** 53, NaN, Infinity])('T-LEDGER-2 %d coins cannot be moved', (amount) => {
  expect(() => movedBetween(issue, walletOf('a'), amount)).toThrow(RangeError)
})

test('a day ends at midnight UTC', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4e12 }), (now) => {
      const rest = restOfDayMs(now)
      expect(dayOf(now + rest)).toBe(dayOf(now) + 1)
      expect(dayOf(now + rest - 1)).toBe(dayOf(now))
    }),
  )
})
