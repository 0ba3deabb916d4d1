import { expect, test } from 'vitest'
import { fakeEvent } from '../base/event.fake.ts'
import { filterOf } from '../base/filter.ts'
import { boardOf, rowsOf } from './board.ts'

const user = (id: string, name = id) => ({ id, name })
const board = fakeEvent('rank', {
  board: 'contribution',
  rows: [
    { rank: 2, user: user('b'), score: 50 },
    { rank: 1, user: user('a'), score: 200 },
    { rank: 3, user: user('c') },
  ],
})
const filter = (blockUsers = '') =>
  filterOf(
    { kinds: '', blockWords: '', blockUsers, minLevel: 0, minValue: 0, hideTests: false },
    'rank',
  )

test('rows are in order, with their share of the first score', () => {
  const rows = rowsOf(board, { max: 5, filter: filter() })
  expect(rows.map(({ key, place, share }) => [key, place, share])).toEqual([
    ['a', 1, 1],
    ['b', 2, 0.25],
    ['c', 3, 0],
  ])
})

test('a blocked user is left out; the places of the others stay', () => {
  const rows = rowsOf(board, { max: 2, filter: filter('a') })
  expect(rows.map(({ place }) => place)).toEqual([2, 3])
})

test('keys are unique, also for users without an id or with the same one', () => {
  const rows = ['x', 'x', undefined, undefined].map((id, index) => ({
    rank: index + 1,
    user: { name: 'n', ...(id === undefined ? {} : { id }) },
  }))
  const keys = rowsOf({ ...board, rows }, { max: 9, filter: filter() }).map(({ key }) => key)
  expect(new Set(keys).size).toBe(4)
})

test('the newest board of a name is selected, of any name if none is given', () => {
  const newer = { ...board, board: 'online-rank', receivedAt: board.receivedAt + 1 }
  expect(boardOf([newer, board], '')).toBe(newer)
  expect(boardOf([newer, board], 'contribution')).toBe(board)
  expect(boardOf([newer, board], 'none')).toBeUndefined()
})
