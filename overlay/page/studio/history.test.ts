import { expect, test } from 'vitest'
import { changed, historyOf, redone, undone } from './history.ts'

test('a change is undone and redone, and a new one forgets what was undone', () => {
  const two = changed(changed(historyOf('a'), 'b'), 'c')
  expect(undone(two).present).toBe('b')
  expect(redone(undone(two)).present).toBe('c')
  expect(redone(changed(undone(two), 'd')).present).toBe('d')
  expect(undone(changed(undone(two), 'd')).present).toBe('b')
})

test('a slider that moves is one change, and so is the next one', () => {
  const moved = ['b', 'c', 'd'].reduce(
    (history, to) => changed(history, to, 'size'),
    historyOf('a'),
  )
  expect(undone(moved).present).toBe('a')
  expect(undone(changed(moved, 'e', 'area')).present).toBe('d')
  expect(undone(changed(undone(moved), 'x', 'size')).present).toBe('a')
})

test('there is nothing before the first and after the last', () => {
  expect(undone(historyOf('a')).present).toBe('a')
  expect(redone(historyOf('a')).present).toBe('a')
})
