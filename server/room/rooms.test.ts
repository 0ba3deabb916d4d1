import { expect, test } from 'vitest'
import type { FeedEvent } from '../../proto/feed/index.ts'
import { noHistory } from '../hub/history.ts'
import type { Room } from '../hub/room.ts'
import { createMemoryLog } from '../log/memory.ts'
import type { OpenedLog } from '../record/recorder.ts'
import type { EventSink } from '../pipeline/pipeline.ts'
import { openRoomsWithCatalog } from './rooms-with-catalog.fake.ts'
import { createFakeRooms } from './rooms.fake.ts'
import type { OpenedRoom } from './room-views.ts'
import type { RoomDenied } from './room-denied.ts'

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
const tooMany = { refused: 'full', reason: expect.stringContaining('too many rooms') }

function roomIn(outcome: OpenedRoom<Room> | RoomDenied): Room {
  if ('refused' in outcome) throw new Error(outcome.reason)
  return outcome.room
}

/** Adds a reader to a room until the returned function is called. */
function read(room: Room, onAdvanced: () => void = () => undefined): () => void {
  return room.follow({
    readers: () => 1,
    renewed: () => undefined,
    closed: () => undefined,
    advanced: onAdvanced,
  })
}

/**
 * Returns a log in memory that records its release, with the events of an earlier run of the room.
 */
function fakeLog(recent: readonly FeedEvent[] = [], earlier: readonly FeedEvent[] = []) {
  const log = createMemoryLog('e1')
  const ended: string[] = []
  const opened: OpenedLog = {
    log: {
      ...log,
      get head() {
        return log.head
      },
      close: async () => {
        ended.push('closed')
        await log.close()
      },
    },
    history: noHistory,
    fallback: () => log,
    record: () => undefined,
    release: (removed) => ended.push(removed ? 'removed' : 'released'),
    recent,
    earlier,
  }
  return { opened, ended }
}

test('a room on demand closes some time after its last reader left, and its source stops', async () => {
  const stopped: string[] = []
  const { rooms, clock } = createFakeRooms({
    startSource: ({ ref }) => ({ close: async () => void stopped.push(ref) }),
  })
  const leave = read(roomIn(await rooms.open('demo:busy')))
  leave()
  clock.advance(999)
  await settled()
  expect(rooms.list().map(({ id }) => id)).toEqual(['demo:busy'])
  clock.advance(2000)
  await settled()
  expect(rooms.list()).toEqual([])
  expect(stopped).toEqual(['busy'])
})

test('a room on demand never closes while it has readers, however long they read', async () => {
  const { rooms, clock } = createFakeRooms()
  const room = roomIn(await rooms.open('demo:busy'))
  const leave = read(room)
  for (let idleTimes = 0; idleTimes < 10; idleTimes++) clock.advance(1000)
  expect(rooms.opened('demo:busy')).toBe(room)
  expect(room.publish('demo:busy', { type: 'enter' })).toBe(1)
  leave()
  clock.advance(2000)
  expect(rooms.opened('demo:busy')).toBeUndefined()
})

test('a reader who opens an idle room again restarts its idle time', async () => {
  const { rooms, clock } = createFakeRooms()
  const room = roomIn(await rooms.open('demo:busy'))
  clock.advance(900)
  await rooms.open('demo:busy')
  clock.advance(900)
  expect(rooms.opened('demo:busy')).toBe(room)
})

test('a configured room stays open without readers', async () => {
  const night = { slug: 'night', visibility: 'public', enabled: true, omit: [] } as const
  const { rooms, clock } = await openRoomsWithCatalog([{ ...night, sources: [] }], 0)
  await rooms.open('night')
  clock.advance(10_000)
  expect(rooms.list().map(({ id }) => id)).toEqual(['night'])
  await rooms.close()
})

test('an opening waits for the closing of the same room, then opens it again', async () => {
  let release = (): void => undefined
  const closing = (): Promise<void> =>
    new Promise((resolve) => {
      release = resolve
    })
  const started: string[] = []
  const { rooms, clock } = createFakeRooms({
    startSource: ({ ref }) => {
      started.push(ref)
      return { close: closing }
    },
  })
  const first = roomIn(await rooms.open('demo:busy'))
  clock.advance(2000) // no reader: it closes, and its source takes its time
  let isOpened = false
  const second = rooms.open('demo:busy').finally(() => (isOpened = true))
  await settled()
  expect(isOpened).toBe(false)
  expect(started).toEqual(['busy'])
  release()
  const again = roomIn(await second)
  expect(started).toEqual(['busy', 'busy'])
  expect(again).not.toBe(first)
  const seen: number[] = []
  read(again, () => seen.push(again.head))
  again.publish('demo:busy', { type: 'enter' })
  await settled()
  expect(seen).toEqual([1])
})

test('at MAX_ROOMS a new room is refused, and one that is open is not', async () => {
  const { rooms } = createFakeRooms({ maxRooms: 2 })
  const first = roomIn(await rooms.open('demo:1'))
  read(first)
  read(roomIn(await rooms.open('demo:2')))
  expect(await rooms.open('demo:3')).toMatchObject(tooMany)
  expect(roomIn(await rooms.open('demo:1'))).toBe(first)
  expect(rooms.list()).toHaveLength(2)
})

test('D3 a new room replaces the one that has been without readers for the longest time', async () => {
  const { rooms, clock } = createFakeRooms({ maxRooms: 3 })
  const open = async (id: string): Promise<Room> => roomIn(await rooms.open(id))
  read(await open('demo:1'))
  await open('demo:2')
  clock.advance(200)
  await open('demo:3')
  clock.advance(200) // demo:2 has no reader for 400 ms, demo:3 for 200
  expect((await open('demo:4')).id).toBe('demo:4')
  expect(rooms.list().map(({ id }) => id)).toEqual(['demo:1', 'demo:3', 'demo:4'])
  expect(await rooms.open('demo:5')).toMatchObject(tooMany)
})

test('D3 a room on demand without readers frees memory, and holds more again with the next one', async () => {
  const { rooms, clock } = createFakeRooms()
  const room = roomIn(await rooms.open('demo:1'))
  const publish = async (): Promise<number> => {
    for (let i = 0; i < 100; i++) room.publish('demo:1', { type: 'enter' })
    await settled()
    return room.head - room.oldest + 1
  }
  expect(await publish()).toBe(100)
  clock.advance(400)
  expect(room.head - room.oldest + 1).toBeLessThan(100)
  expect(await publish()).toBeLessThan(100)
  await rooms.open('demo:1')
  expect(await publish()).toBe(100)
})

test('rooms that are opened at the same moment do not exceed MAX_ROOMS', async () => {
  const { rooms } = createFakeRooms({ maxRooms: 2 })
  const asked = ['demo:1', 'demo:2', 'demo:3', 'demo:1'].map((id) => rooms.open(id))
  const [first, second, third, again] = await Promise.all(asked)
  expect(third).toMatchObject(tooMany)
  expect(again).toEqual(first)
  expect(second).not.toHaveProperty('refused')
  expect(rooms.list()).toHaveLength(2)
})

test('configured rooms open though MAX_ROOMS rooms are open', async () => {
  const night = { slug: 'night', visibility: 'public', enabled: true, omit: [] } as const
  const { rooms } = await openRoomsWithCatalog([{ ...night, sources: [] }], 0, undefined, {
    maxRooms: 1,
  })
  expect(rooms.list().map(({ id }) => id)).toEqual(['night'])
  expect(await rooms.open('demo:1')).toMatchObject(tooMany)
  expect(roomIn(await rooms.open('night')).id).toBe('night')
  await rooms.close()
})

test('the streaks of an earlier run continue: a source receives its own gifts', async () => {
  const seen = { v: 1, room: 'demo:busy', at: 1, receivedAt: 1 } as const
  const combo = { id: 'a', total: 5, final: false }
  const money = { amount: 1, unit: 'gold' } as const
  const gift = { type: 'gift', gift: { id: '1', name: 'x' }, count: 5, combo } as const
  const paid = { price: money, value: money, source: 'demo:busy' } as const
  const own: FeedEvent = { ...seen, ...gift, ...paid, seq: 1, id: 'own' }
  const other = { ...own, seq: 2, id: 'other', source: 'demo:other' }
  const old = { ...own, seq: 9, id: 'old' }
  const said = { text: 'x', seq: 3, id: 'said', source: 'demo:busy' }
  const chat: FeedEvent = { ...seen, type: 'chat', ...said }
  const { opened } = fakeLog([own, other, chat], [old])
  const sinks: EventSink[] = []
  const { rooms } = createFakeRooms({
    openInMemory: () => opened,
    startSource: (_, sink) => {
      sinks.push(sink)
      return { close: () => Promise.resolve() }
    },
  })
  const room = roomIn(await rooms.open('demo:busy'))
  expect(sinks[0]?.recent).toEqual([old, own])
  expect(room.publish('demo:busy', { type: 'chat', text: 'x', id: 'said' })).toBe('repeated')
})

test.each([
  [
    'for an unknown name',
    new RangeError('there is no demo:x'),
    { refused: 'unknown', reason: 'there is no demo:x' },
  ],
  ['by a fault', new TypeError('a fault'), new TypeError('a fault')],
])(
  'a room whose source throws %s is closed, and can be opened again',
  async (_, failure, outcome) => {
    let isBroken = true
    const { opened, ended } = fakeLog()
    const created: string[] = []
    const { rooms } = createFakeRooms({
      openInMemory: () => {
        created.push('created')
        return isBroken ? opened : fakeLog().opened
      },
      startSource: () => {
        if (isBroken) throw failure
        return { close: () => Promise.resolve() }
      },
    })
    const opening = rooms.open('demo:x').catch((thrown: unknown) => thrown)
    expect(await opening).toEqual(outcome)
    expect(ended).toEqual(['closed', 'released'])
    expect(rooms.list()).toEqual([])
    isBroken = false
    expect(roomIn(await rooms.open('demo:x')).id).toBe('demo:x')
    expect(created).toHaveLength(2)
  },
)
