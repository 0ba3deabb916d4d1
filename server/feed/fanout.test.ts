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
