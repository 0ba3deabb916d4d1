import { expect, test } from 'vitest'
import { createFakeRooms } from '../../room/rooms.fake.ts'
import type { RoomViews } from '../../room/room-views.ts'
import { openRoom } from './room-entry.ts'

const outside = { kind: 'anonymous', local: false } as const
const inside = { kind: 'anonymous', local: true } as const

test('a caller that may not read opens nothing', async () => {
  const { rooms } = createFakeRooms()
  expect(await openRoom('demo:busy', outside, { rooms })).toMatchObject({ refused: 'not-allowed' })
  expect(rooms.list()).toEqual([])
  expect(await openRoom('demo:busy', inside, { rooms })).toMatchObject({
    room: { id: 'demo:busy' },
  })
})

test('a source that turns out to belong to a room which the caller may not read is refused', async () => {
  const { rooms } = createFakeRooms()
  let hidden = false
  const views: RoomViews = {
    list: () => rooms.list(),
    find: (id) => {
      return { kind: 'configured', id, room: 'night', visibility: hidden ? 'private' : 'public' }
    },
    open: async () => {
      hidden = true
      return rooms.open('demo:busy')
    },
  }
  expect(await openRoom('bilibili:1', outside, { rooms: views })).toMatchObject({ allowed: false })
})
