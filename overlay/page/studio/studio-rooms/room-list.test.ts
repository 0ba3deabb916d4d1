import { expect, test } from 'vitest'
import { isConfigured, readRooms } from './room-list.ts'

test('rooms that are open and configured ones that are not are one list', () => {
  const body = {
    rooms: [
      { id: 'demo:busy', head: 9, readers: 2, state: [] },
      { id: 'night', title: '夜', head: 1, readers: 0, sources: [{ reason: 'login expired' }] },
    ],
    closed: [{ id: 'day' }],
  }
  const rooms = readRooms(body)
  expect(rooms).toEqual([
    { id: 'demo:busy', open: true, readers: 2, head: 9 },
    { id: 'night', open: true, readers: 0, head: 1, title: '夜', trouble: 'login expired' },
    { id: 'day', open: false, readers: 0, head: 0 },
  ])
  expect(rooms.map(isConfigured)).toEqual([false, true, true])
})

test('an answer that is no list is no room', () => {
  expect(readRooms(undefined)).toEqual([])
  expect(readRooms({ rooms: [7, {}] })).toEqual([])
})
