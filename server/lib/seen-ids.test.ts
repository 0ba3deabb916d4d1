import { expect, test } from 'vitest'
import { createSeenIds } from './seen-ids.ts'

test('an id is new once', () => {
  const isNew = createSeenIds(3)
  expect(['a', 'b', 'a', 'a', 'b'].map(isNew)).toEqual([true, true, false, false, false])
})

test('beyond the limit the id that was seen longest ago is forgotten', () => {
  const isNew = createSeenIds(3)
  for (const id of ['a', 'b', 'c', 'a', 'd']) isNew(id)
  expect(isNew('a')).toBe(false)
  expect(isNew('c')).toBe(false)
  expect(isNew('b')).toBe(true)
})
