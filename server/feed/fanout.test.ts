import { expect, test } from 'vitest'
import { createFakeRoom } from '../hub/room.fake.ts'
import { Feed } from './fanout.ts'
import type { FeedQuery } from './query.ts'
import type { Wire } from './wire.ts'

const all: FeedQuery = { from: { kind: 'last', count: 0 }, filter: { raw: false } }
const chats: FeedQuery = { ...all, filter: { types: new Set(['chat']), raw: false } }

test('a turn is made into bytes once for everybody who wants the same, and written once each', () => {
  const { room, clock, turn } = createFakeRoom()
  const feed = new Feed(clock)
  let made = 0
  const wire: Wire = {
    name: 'counting',
    entries: () => new Uint8Array([(made += 1)]),
    frame: () => new Uint8Array([0]),
  }
  const writes: number[] = []
  const open = (query: FeedQuery): void => {
    const send = (chunk: Uint8Array): void => {
      if (chunk[0] !== 0) writes.push(chunk[0] ?? 0)
    }
    const nothing = (): void => undefined
    feed.subscribe(room, query, { wire, send, buffered: () => 0, reset: nothing, end: nothing })
  }
  for (let i = 0; i < 50; i++) open(all)
  for (let i = 0; i < 50; i++) open(chats)
  for (let i = 0; i < 10; i++) room.publish('demo:test', { type: 'chat', text: 'x' })
  turn()
  expect(made).toBe(2)
  expect(writes).toHaveLength(100)
  room.publish('demo:test', { type: 'enter' })
  turn()
  expect(made).toBe(3)
  expect(writes).toHaveLength(150)
})

test('what readers are spared is counted, and how long a turn took to reach them', () => {
  const { room, clock, turn } = createFakeRoom(4096)
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
  turn() // nobody reads yet
  expect(delivered).toEqual([])
  const wire: Wire = {
    name: 'test',
    entries: () => new Uint8Array(),
    frame: () => new Uint8Array(),
  }
  const nothing = (): void => undefined
  let unsent = 0
  const sink = { wire, send: nothing, buffered: () => unsent, reset: nothing, end: nothing }
  feed.subscribe(room, all, sink)
  unsent = 1_000_000 // it takes nothing now
  publish()
  clock.advance(40)
  turn()
  unsent = 0
  clock.advance(200) // it looks again whether it can go on
  expect(dropped).toEqual([['enter', 600]])
  expect(delivered).toEqual([0.04])
})
