import { expect, test } from 'vitest'
import { flagOf, maybe, orNull, textOf, textsOf, wholeOf } from './column.ts'

const row = { text: 'a', whole: 1, flag: true, texts: ['a', 'b'], mixed: ['a', 1], nothing: null }

test('a column is read by its type', () => {
  expect(textOf(row, 'text')).toBe('a')
  expect(wholeOf(row, 'whole')).toBe(1)
  expect(flagOf(row, 'flag')).toBe(true)
  expect(textsOf(row, 'texts')).toEqual(['a', 'b'])
})

test.each([
  [textOf, 'whole'],
  [wholeOf, 'text'],
  [flagOf, 'text'],
  [textsOf, 'text'],
  [textsOf, 'mixed'],
  [textOf, 'missing'],
])('%o does not read column %s', (read, name) => {
  expect(() => read(row, name)).toThrow(TypeError)
})

test('null reads as undefined, and undefined is written as null', () => {
  expect(maybe(textOf, row, 'nothing')).toBeUndefined()
  expect(maybe(textOf, row, 'text')).toBe('a')
  expect(orNull(undefined)).toBeNull()
  expect(orNull('')).toBe('')
})
