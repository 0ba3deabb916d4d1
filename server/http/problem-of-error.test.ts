import { expect, test } from 'vitest'
import {
  DailyLimitReached,
  KeyReused,
  NoSuchGift,
  NoSuchTransfer,
  PriceChanged,
  TooFewCoins,
} from '../ledger/ledger-error.ts'
import { DatabaseUnavailable } from '../store/engine/db.ts'
import { Conflict } from '../store/query/conflict.ts'
import { problemOfError } from './problem-of-error.ts'

test.each([
  [new TooFewCoins('x'), 402, 'too-few-coins'],
  [new KeyReused('x'), 409, 'key-reused'],
  [new PriceChanged('x'), 409, 'price-changed'],
  [new Conflict('taken back before'), 409, 'conflict'],
  [new NoSuchGift('x'), 404, 'no-such-gift'],
  [new NoSuchTransfer('x'), 404, 'no-such-transfer'],
  [new DatabaseUnavailable('away'), 503, 'not-ready'],
])('S4-48 %s is answered %i %s', (error, status, code) => {
  expect(problemOfError(error)).toMatchObject({ status, code })
})

test('the limit of a day names the time until the next one', () => {
  const problem = problemOfError(new DailyLimitReached(100, 90_000))
  expect(problem).toMatchObject({ status: 429, code: 'too-many-requests', reason: 'daily-limit' })
  expect(problem.headers['retry-after']).toBe('90')
})
