import { expect, test } from 'vitest'
import type { ConfiguredRoom, SourceRef } from './catalog.ts'
import { openRoomsWithCatalog } from './rooms-with-catalog.fake.ts'

const wire: SourceRef = { platform: 'bilibili', ref: '1' }
const madeUp: SourceRef = { platform: 'demo', ref: 'busy' }

function roomOf(...sources: readonly SourceRef[]): ConfiguredRoom {
  return { slug: 'night', visibility: 'public', enabled: true, sources, omit: [] }
}

test.each([
  ['without sources', [], ['night']],
  ['with a real source', [wire], ['night']],
  ['with a real and a made-up source', [madeUp, wire], ['night']],
  ['with made-up sources alone', [madeUp], []],
])('H4 a room %s has a log on disk if a source may be real', async (_, sources, kept) => {
  const opened = await openRoomsWithCatalog([roomOf(...sources)], 0)
  expect(opened.kept).toEqual(kept)
  await opened.rooms.close()
})

test('H4 a room that gets its first sources continues in its log', async () => {
  const { catalog, rooms, kept, sink } = await openRoomsWithCatalog([roomOf()], 0)
  const room = rooms.opened('night')
  await catalog.change(roomOf(wire))
  await rooms.refresh('night')
  expect(rooms.opened('night')).toBe(room)
  expect(sink('bilibili:1')).toBeDefined()
  expect(kept).toEqual(['night'])
  await rooms.close()
})

test('H4 a room whose made-up sources are replaced by real ones opens again, with a log on disk', async () => {
  const { catalog, rooms, kept } = await openRoomsWithCatalog([roomOf(madeUp)], 0)
  const before = rooms.opened('night')
  await catalog.change(roomOf(wire))
  await rooms.refresh('night')
  expect(kept).toEqual(['night'])
  expect(rooms.opened('night')).not.toBe(before)
  await catalog.change(roomOf(madeUp))
  await rooms.refresh('night')
  await catalog.change(roomOf(madeUp, wire))
  await rooms.refresh('night')
  expect(kept).toEqual(['night', 'night'])
  await rooms.close()
})
