import { expect, test } from 'vitest'
import { changed, historyOf, redone, undone } from './history.ts'

test('a change is undone and redone, and a new change removes the undone ones', () => {
  const two = changed(changed(historyOf('a'), 'b'), 'c')
  expect(undone(two).present).toBe('b')
  expect(redone(undone(two)).present).toBe('c')
  expect(redone(changed(undone(two), 'd')).present).toBe('d')
  expect(undone(changed(undone(two), 'd')).present).toBe('b')
})

test('all steps of a slider are one change, and the next slider is another', () => {
  const moved = ['b', 'c', 'd'].reduce(
    (history, to) => changed(history, to, 'size'),
    historyOf('a'),
  )
  expect(undone(moved).present).toBe('a')
  expect(undone(changed(moved, 'e', 'area')).present).toBe('d')
  expect(undone(changed(undone(moved), 'x', 'size')).present).toBe('a')
})

test('undo before the first and redo after the last change do nothing', () => {
  expect(undone(historyOf('a')).present).toBe('a')
  expect(redone(historyOf('a')).present).toBe('a')
})
