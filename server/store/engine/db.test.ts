import { expect, test } from 'vitest'
import { parseBigint, refusal, StatementFailed, DatabaseUnavailable } from './db.ts'

test.each(['08006', '53100', '57P01', '57P03', '58030'])('SQLSTATE %s is temporary', (code) => {
  expect(refusal('no', code)).toBeInstanceOf(DatabaseUnavailable)
})

test.each([
  ['a wrong password', '28P01'],
  ['an account that may not log in', '28000'],
  ['a database that is not there', '3D000'],
])('L8 %s is retried: an operator may correct it while the relay runs', (_, code) => {
  expect(refusal('no', code)).toBeInstanceOf(DatabaseUnavailable)
})

test.each(['23505', '22P02', '42P01', '57014', ''])('SQLSTATE %s is permanent', (code) => {
  const error = refusal('no', code)
  expect(error).toBeInstanceOf(StatementFailed)
  expect(error).toMatchObject({ code, message: 'no' })
})

test('a bigint within 2^53 is read as a number', () => {
  expect(parseBigint('-9007199254740991')).toBe(-9_007_199_254_740_991)
})

test('a bigint beyond 2^53 is refused rather than rounded', () => {
  expect(() => parseBigint('9007199254740993')).toThrow(RangeError)
})
