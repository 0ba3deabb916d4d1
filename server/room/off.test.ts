import { expect, test } from 'vitest'
import { createFakeStorage } from '../store/collection.fake.ts'
import { createFakeCatalog } from './catalog.fake.ts'
import type { ConfiguredRoom } from './catalog.ts'
import { openRoomsWithCatalog } from './rooms-with-catalog.fake.ts'
import { createFakeRooms } from './rooms.fake.ts'

const room: ConfiguredRoom = {
  slug: 'my-room',
  title: undefined,
  visibility: 'public',
  enabled: true,
  sources: [{ platform: 'bilibili', ref: '1' }],
  omit: [],
  schedule: undefined,
  override: undefined,
}

test('B2 a room that is switched off differs from an unknown one, and opens when it is switched on', async () => {
  const { rooms, catalog } = await openRoomsWithCatalog([room], 0)
  await catalog.change({ ...room, enabled: false })
  expect(await rooms.open('my-room')).toMatchObject({ refused: 'off' })
  expect(await rooms.open('nobody')).toMatchObject({ refused: 'unknown' })
  await catalog.change(room)
  expect(await rooms.open('my-room')).toMatchObject({ room: { id: 'my-room' } })
})

test('B1 until the store is loaded, a room that is not in the copy may exist', async () => {
  const { rooms } = createFakeRooms()
  const storage = createFakeStorage<ConfiguredRoom>()
  storage.text = '{"format":1,"records":[]}'
  const catalog = createFakeCatalog([room], storage)
  catalog.onChange((slug) => void rooms.refresh(slug))
  catalog.recall()
  await rooms.setCatalog(catalog)
  expect(await rooms.open('my-room')).toMatchObject({ refused: 'not-ready' })
  await catalog.load()
  expect(await rooms.open('my-room')).toMatchObject({ room: { id: 'my-room' } })
  expect(await rooms.open('nobody')).toMatchObject({ refused: 'unknown' })
})
