import { expect, test } from 'vitest'
import type { Draft } from '../../proto/feed/index.ts'
import { createFakeClock } from '../lib/time/clock.fake.ts'
import { openLiveRooms } from './live-rooms.fake.ts'
import type { LiveRooms } from './live-rooms.ts'
import { LiveSources } from './live-sources.ts'

async function open(loaded = true) {
  const { rooms } = await openLiveRooms(createFakeClock())
  await rooms.create({ slug: 'stage', host: 'h', visibility: 'public', title: 'Stage' })
  const state = { loaded }
  const known: Pick<LiveRooms, 'loaded' | 'find'> = {
    get loaded() {
      return state.loaded
    },
    find: (slug) => (state.loaded ? rooms.find(slug) : undefined),
  }
  const sources = new LiveSources({ rooms: known, clock: createFakeClock(), defer: setImmediate })
  const published: Draft[] = []
  const sink = {
    recent: [],
    publish: (draft: Draft): void => void published.push(draft),
    publishRaw: () => undefined,
  }
  return { sources, rooms, state, published, sink }
}

test('a source begins with the state of the room, and shows each change once', async () => {
  const { sources, rooms, published, sink } = await open()
  const session = sources.open('stage', sink)
  const live = await rooms.step('stage', 'published')
  sources.show(live)
  sources.show({ ...live, version: live.version + 1 }) // nothing that is shown has changed
  expect(published).toMatchObject([
    { type: 'source', state: 'open' },
    { type: 'room', state: 'offline', title: 'Stage' },
    { type: 'room', state: 'live' },
  ])
  await session.close()
  sources.publish('stage', { type: 'like', count: 1 })
  expect(await sources.publishAll('stage', [{ type: 'like', count: 1 }])).toBe(false)
  expect(published).toHaveLength(3)
})

test('a source that opens before the rooms are loaded begins when they are', async () => {
  const { sources, state, published, sink } = await open(false)
  sources.open('stage', sink)
  sources.open('nowhere', sink)
  state.loaded = true
  sources.loaded()
  sources.loaded()
  expect(published.map(({ type, ...rest }) => [type, 'state' in rest && rest.state])).toEqual([
    ['source', 'connecting'],
    ['source', 'connecting'],
    ['source', 'open'],
    ['room', 'offline'],
    ['source', 'failed'],
  ])
})

test('an unknown room is no source', async () => {
  const { sources, sink } = await open()
  expect(() => sources.open('nowhere', sink)).toThrow(RangeError)
})

test('a second opening replaces the first one, whose close then ends nothing', async () => {
  const { sources, published, sink } = await open()
  const first = sources.open('stage', { ...sink, publish: () => undefined })
  sources.open('stage', sink)
  await first.close()
  expect(sources.isOpen('stage')).toBe(true)
  expect(await sources.publishAll('stage', [{ type: 'like', count: 1 }])).toBe(true)
  expect(published.at(-1)).toEqual({ type: 'like', count: 1 })
})
