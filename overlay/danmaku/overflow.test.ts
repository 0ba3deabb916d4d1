import { expect, test } from 'vitest'
import { defaultOverflow, parseOverflow } from './overflow.ts'

test('steps are read in any order', () => {
  const nothing = { merge: false, queue: false, speed: false, overlap: false }
  expect(parseOverflow('overlap, merge')).toEqual({ ...nothing, merge: true, overlap: true })
  expect(parseOverflow('drop')).toEqual(nothing)
})

test('a list without a known step means the default', () => {
  expect(parseOverflow('')).toEqual(parseOverflow(defaultOverflow))
  expect(parseOverflow('fly')).toEqual(parseOverflow(defaultOverflow))
})
