import { expect, test } from 'vitest'
import type { FeedEvent } from '../../proto/feed/index.ts'
import { platforms } from '../platform/registry.ts'
import { openSource } from '../upstream/source.ts'
import { createFakeCatalog } from './catalog.fake.ts'
import { type ConfiguredRoom, sourceName, type SourceRef } from './catalog.ts'
import { createFakeOwnRooms, type FakeOwnRooms } from './own-rooms.fake.ts'
import { settled } from './rooms-with-catalog.fake.ts'
import { createFakeRooms } from './rooms.fake.ts'

const live: SourceRef = { platform: 'live', ref: 'stage' }
const site: SourceRef = { platform: 'bilibili', ref: '1' }
const comment = { type: 'chat', text: 'hello', id: 'live:1' } as const

const night: ConfiguredRoom = {
  slug: 'night',
  visibility: 'public',
  enabled: true,
  omit: [],
  sources: [live, site],
}

/** Opens rooms over fake live rooms; sources of sites publish nothing. */
async function openRooms(own: FakeOwnRooms, configured: readonly ConfiguredRoom[] = []) {
  const shown: FeedEvent[] = []
  const kept: string[] = []
  const { rooms, clock } = createFakeRooms({
    maxRooms: 1,
    findOwnRoom: own.find,
    startSource: ({ platform: name, ref }, sink) => {
      const platform = platforms.get(name)
      return platform?.kind === 'own'
        ? openSource({ platform, ref, sink, clock, seed: 1, own })
        : { close: () => Promise.resolve() }
    },
    onEvent: (event) => shown.push(event),
    onKept: (id) => kept.push(id),
  })
  const catalog = createFakeCatalog(configured)
  await catalog.load()
  catalog.onChange((slug) => void rooms.refresh(slug))
  await rooms.setCatalog(catalog)
  return { rooms, clock, catalog, kept, said: () => shown.filter(({ type }) => type === 'chat') }
}

test('a comment in a live room appears in the room of its name, which has a log on disk', async () => {
  const own = createFakeOwnRooms({ stage: 'public' })
  const { rooms, kept, said } = await openRooms(own)
  expect(await rooms.open('live:stage')).toMatchObject({ room: { id: 'live:stage' } })
  own.publish('stage', comment)
  await settled()
  expect(said()).toMatchObject([{ room: 'live:stage', source: 'live:stage', text: 'hello' }])
  expect(kept).toEqual(['live:stage'])
  await rooms.close()
})

test('a comment in a live room appears in the configured room that has it as a source', async () => {
  const own = createFakeOwnRooms({ stage: 'public' })
  const { rooms, kept, said } = await openRooms(own, [night])
  expect(await rooms.open('live:stage')).toMatchObject({
    room: { id: 'night' },
    source: 'live:stage',
  })
  own.publish('stage', comment)
  await settled()
  expect(said()).toMatchObject([{ room: 'night', source: 'live:stage', text: 'hello' }])
  expect(kept).toEqual(['night'])
  await rooms.close()
})

test('a live room that becomes a source of a configured room moves there, and back', async () => {
  const own = createFakeOwnRooms({ stage: 'public' })
  const { rooms, catalog, said } = await openRooms(own)
  await rooms.open('live:stage')
  await catalog.create(night)
  await rooms.refresh('night')
  expect(rooms.list().map(({ id }) => id)).toEqual(['night'])
  own.publish('stage', comment)
  await catalog.change({ ...night, sources: [site] })
  await rooms.refresh('night')
  await rooms.open('live:stage')
  own.publish('stage', { ...comment, id: 'live:2' })
  await settled()
  expect(said().map(({ room, id }) => [room, id])).toEqual([
    ['night', 'live:1'],
    ['live:stage', 'live:2'],
  ])
  await rooms.close()
})

test('live rooms do not count in the maximum of open rooms, and none is closed for another', async () => {
  const own = createFakeOwnRooms({ stage: 'public', garden: 'public' })
  const { rooms, clock } = await openRooms(own)
  for (const id of ['live:stage', 'demo:1', 'live:garden']) {
    expect(await rooms.open(id)).toHaveProperty('room')
  }
  expect(await rooms.open('demo:2')).toMatchObject({ refused: 'full' })
  clock.advance(400) // all of them rest
  expect(await rooms.open('demo:2')).toHaveProperty('room')
  expect(rooms.list().map(({ id }) => id)).toEqual(['live:stage', 'live:garden', 'demo:2'])
  await rooms.close()
})

test('a live room closes some time after the last call, and opens again for the next one', async () => {
  const own = createFakeOwnRooms({ stage: 'public' })
  const { rooms, clock } = await openRooms(own)
  await rooms.open('live:stage')
  clock.advance(900)
  await rooms.open('live:stage')
  clock.advance(900)
  own.publish('stage', comment)
  clock.advance(400)
  await settled()
  expect(rooms.list()).toEqual([])
  expect(() => own.publish('stage', comment)).toThrow('not open')
  await rooms.open('live:stage')
  own.publish('stage', comment)
  await rooms.close()
})

test('the schedule of a configured room stops its sources on sites, and no live room', async () => {
  const own = createFakeOwnRooms({ stage: 'public' })
  const schedule = { opens: '0 20 1 1 *', closes: '0 21 1 1 *', zone: 'Asia/Shanghai' }
  const { rooms, said } = await openRooms(own, [{ ...night, schedule }])
  own.publish('stage', comment)
  await settled()
  expect(said()).toMatchObject([{ room: 'night' }])
  const room = rooms.opened('night')
  expect(room?.healthOf(sourceName(live))?.latest).toMatchObject({ state: 'open' })
  expect(room?.healthOf(sourceName(site))?.latest).toMatchObject({ state: 'ended' })
  await rooms.close()
})

test('a live room is known with the configured rooms, and unknown ones are missing rooms', async () => {
  const own = createFakeOwnRooms({ stage: 'unlisted' })
  const { rooms: early } = createFakeRooms({ findOwnRoom: own.find })
  expect(early.find('live:stage')).toMatchObject({ refused: 'not-ready' })
  const { rooms } = await openRooms(own)
  const alone = { kind: 'own', id: 'live:stage', room: 'live:stage', visibility: 'unlisted' }
  expect(rooms.find('live:stage')).toMatchObject({ ...alone, ref: 'stage' })
  expect(rooms.find('live:garden')).toEqual(rooms.find('garden'))
  expect(rooms.find('live:garden')).toMatchObject({ refused: 'unknown' })
  await rooms.close()
})

test.each([
  ['public', 'public', 'public'],
  ['public', 'unlisted', 'unlisted'],
  ['public', 'private', 'private'],
  ['unlisted', 'public', 'unlisted'],
  ['private', 'public', 'private'],
] as const)(
  'a %s configured room with a %s live room is %s, for its other sources as well',
  async (visibility, stage, both) => {
    const own = createFakeOwnRooms({ stage })
    const { rooms } = await openRooms(own, [{ ...night, visibility }])
    expect(rooms.find('night')).toMatchObject({ kind: 'configured', visibility: both })
    expect(rooms.find('bilibili:1')).toMatchObject({ kind: 'configured', visibility: both })
    const within = { kind: 'configured', id: 'live:stage', room: 'night', visibility }
    expect(rooms.find('live:stage')).toMatchObject({ kind: 'own', visibility: stage, within })
    await rooms.close()
  },
)

test('a configured room whose live room is not known is private: its log may hold private events', async () => {
  const { rooms } = await openRooms(createFakeOwnRooms({}), [night])
  expect(rooms.find('night')).toMatchObject({ visibility: 'private' })
  await settled()
  const health = rooms.opened('night')?.healthOf('live:stage')
  expect(health?.latest).toMatchObject({ state: 'failed', reasonCode: 'no-such-source' })
  await rooms.close()
})
