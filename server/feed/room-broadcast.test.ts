import { expect, test } from 'vitest'
import { createFakeRoom } from '../hub/room.fake.ts'
import { Feed } from './room-broadcast.ts'
import type { FeedQuery } from './query.ts'
import { concat, type StreamEncoding } from './stream-encoding.ts'

const all: FeedQuery = { from: { kind: 'last', count: 0 }, filter: { raw: false } }
const chats: FeedQuery = { ...all, filter: { types: new Set(['chat']), raw: false } }

const nothing = (): void => undefined

/** Returns an encoding that counts encoded entries; a chunk is the positions in it. */
function countingWire() {
  const counted = { entries: 0, joins: 0 }
  const wire: StreamEncoding = {
    name: 'counting',
    entry: ({ seq }) => {
      counted.entries += 1
      return new Uint8Array([seq])
    },
    join: (made) => {
      counted.joins += 1
      return concat(made)
    },
    frame: () => new Uint8Array([0]),
  }
  return { wire, counted }
}

/** Opens readers of an empty room, each with the positions that it received. */
function open(queries: readonly FeedQuery[]) {
  const fake = createFakeRoom()
  const feed = new Feed(fake.clock)
  const { wire, counted } = countingWire()
  const seen = queries.map((query) => {
    const positions: number[][] = []
    const send = (chunk: Uint8Array): void => {
      if (chunk[0] !== 0) positions.push([...chunk])
    }
    feed.subscribe(fake.room, query, {
      wire,
      send,
      buffered: () => 0,
      reset: nothing,
      end: nothing,
    })
    return positions
  })
  return { ...fake, feed, wire, counted, seen }
}

test('a tick is encoded once for all readers with the same filter, and written once to each', () => {
  const queries = [
    ...Array.from({ length: 50 }, () => all),
    ...Array.from({ length: 50 }, () => chats),
  ]
  const { room, tick, counted, seen } = open(queries)
  for (let i = 0; i < 10; i++) room.publish('demo:test', { type: 'chat', text: 'x' })
  tick()
  expect(counted).toEqual({ entries: 10, joins: 1 })
  expect(seen.map(({ length }) => length)).toEqual(queries.map(() => 1))
  room.publish('demo:test', { type: 'enter' })
  tick()
  expect(counted).toEqual({ entries: 11, joins: 2 })
  expect(seen.map(({ length }) => length)).toEqual([
    ...Array.from({ length: 50 }, () => 2),
    ...Array.from({ length: 50 }, () => 1),
  ])
})

test('M6: an event is encoded once for readers with four hundred different filters', () => {
  const kinds = [
    'like',
    'enter',
    'gift',
    'follow',
    'share',
    'stats',
    'rank',
    'notice',
    'room',
  ] as const
  const queries = Array.from({ length: 400 }, (_, i): FeedQuery => {
    const types = new Set(['chat', ...kinds.filter((__, bit) => (i >> bit) & 1)] as const)
    return { ...all, filter: { types, raw: false } }
  })
  const { room, tick, counted, seen } = open(queries)
  for (let i = 0; i < 20; i++) {
    room.publish('demo:test', i % 2 ? { type: 'chat', text: 'x' } : { type: 'like', count: 1 })
  }
  tick()
  expect(counted).toEqual({ entries: 20, joins: 2 })
  const everything = Array.from({ length: 20 }, (_, i) => i + 1)
  const spoken = everything.filter((seq) => seq % 2 === 0)
  expect(seen).toEqual(queries.map((_, i) => [i & 1 ? everything : spoken]))
})

test('M6: a room has a limit of different filters, and those in use remain available', () => {
  const sourced = (i: number): FeedQuery => ({
    ...all,
    filter: { source: `demo:${i}`, raw: false },
  })
  const { feed, room, wire } = open(Array.from({ length: 500 }, (_, i) => sourced(i)))
  expect(feed.hasRoomFor(room, sourced(499).filter, wire)).toBe(true)
  expect(feed.hasRoomFor(room, sourced(500).filter, wire)).toBe(false)
})

test('shed events are counted, and so is the time until a tick reached the readers', () => {
  const { room, clock, tick } = createFakeRoom(4096)
  const dropped: [string, number][] = []
  const delivered: number[] = []
  const feed = new Feed(clock, {
    dropped: (kind, count) => dropped.push([kind, count]),
    delivered: (seconds) => delivered.push(seconds),
  })
  const publish = (): void => {
    for (let i = 0; i < 1_200; i++)
      room.publish('demo:test', { type: i % 2 ? 'enter' : 'chat', text: 'x' })
  }
  publish()
  tick() // no reader yet
  expect(delivered).toEqual([])
  const wire: StreamEncoding = {
    name: 'test',
    entry: () => new Uint8Array(),
    join: concat,
    frame: () => new Uint8Array(),
  }
  let unsent = 0
  const sink = { wire, send: nothing, buffered: () => unsent, reset: nothing, end: nothing }
  feed.subscribe(room, all, sink)
  unsent = 1_000_000 // it takes nothing now
  publish()
  clock.advance(40)
  tick()
  unsent = 0
  clock.advance(200) // it checks again whether it can continue
  expect(dropped).toEqual([['enter', 600]])
  expect(delivered).toEqual([0.04])
})
