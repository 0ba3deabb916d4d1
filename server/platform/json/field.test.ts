import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addressOf, countOf, fieldsOf, idOf, secondsOf } from './field.ts'

test('a count is a whole number that JSON did not round, also as text', () => {
  expect([0, '0', 7, '7', 2 ** 53 - 1].map(countOf)).toEqual([0, 0, 7, 7, 2 ** 53 - 1])
  const none = [
    -1,
    1.5,
    2 ** 53,
    Number.NaN,
    '',
    '-1',
    '1.5',
    '0x10',
    ' 1',
    null,
    undefined,
    {},
    [],
  ]
  expect(none.map(countOf)).toEqual(none.map(() => undefined))
})

test('an id is text; 0, nothing and rounded numbers are no ids', () => {
  expect([12, '12', '2301242158351662179727302'].map(idOf)).toEqual([
    '12',
    '12',
    '2301242158351662179727302',
  ])
  expect([0, '0', '', 2 ** 53, 1.5, -3, null, undefined, {}].map(idOf)).toEqual(
    Array.from({ length: 9 }),
  )
})

test('seconds become milliseconds, as far as those are exact', () => {
  expect(secondsOf(2 ** 53 - 1)).toBeUndefined()
  expect([secondsOf(1664108234), secondsOf('5'), secondsOf(0)]).toEqual([
    1664108234000,
    5000,
    undefined,
  ])
})

test('an address is https or nothing', () => {
  expect(['https://a/b', 'http://a/b', '//a/b'].map(addressOf)).toEqual(
    Array.from({ length: 3 }, () => 'https://a/b'),
  )
  expect(['', 'javascript:alert(1)', 'data:,x', 7, null].map(addressOf)).toEqual(
    Array.from({ length: 5 }),
  )
})

test('reading fields never fails, whatever the value', () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      expect(typeof fieldsOf<'a'>(value)).toBe('object')
    }),
  )
})
