import { expect, test } from 'vitest'
import { createRecent } from './recent.ts'

test('remembers so many ids and forgets the oldest', () => {
  const recent = createRecent(2)
  expect(['a', 'b', 'a', 'c', 'b', 'a'].map(recent.isNew)).toEqual([
    true,
    true,
    false,
    true,
    false,
    true,
  ])
})
