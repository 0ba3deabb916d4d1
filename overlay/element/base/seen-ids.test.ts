import { expect, test } from 'vitest'
import { createSeenIds } from './seen-ids.ts'

test('remembers so many ids and forgets the oldest', () => {
  const recent = createSeenIds(2)
  expect(['a', 'b', 'a', 'c', 'b', 'a'].map(recent.isNew)).toEqual([
    true,
    true,
    false,
    true,
    false,
    true,
  ])
})
