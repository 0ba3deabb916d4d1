import { expect, test } from 'vitest'
import { guardOf, termOf } from './guard-level.ts'

test.each([
  [1, '月', { months: 1 }],
  [3, '月', { months: 3 }],
  [2, '年', { months: 24 }],
  [7, '天', { days: 7 }],
  [2, '周', { days: 14 }],
  [1, '*3天', { days: 3 }],
  [4, '世纪', {}],
  [undefined, '月', {}],
])('%s of %s is bought for %o', (number, unit, term) => {
  expect(termOf(number, unit)).toEqual(term)
})

test('only the three levels are levels', () => {
  expect([0, 1, 2, 3, 4, '3', null].map(guardOf)).toEqual([
    undefined,
    1,
    2,
    3,
    undefined,
    3,
    undefined,
  ])
})
