import type { Draft } from '../../proto/feed/index.ts'
import type { History } from '../hub/history.ts'
import type { FakeRoom } from '../hub/room.fake.ts'
import type { RoomView } from '../hub/room-view.ts'
import type { Clock } from '../lib/time/clock.ts'
import { parseFeedQuery } from './query.fake.ts'
import { Feed } from './room-broadcast.ts'
import { type Sink, type Stream, streamLimits } from './stream.ts'
import type { StreamEncoding } from './stream-encoding.ts'

/** The source of the published events. */
export const source = 'demo:test'
/** An event that is never left out. */
export const chat: Draft = { type: 'chat', text: 'hi' }
/** An event that is left out for a slow reader. */
export const like: Draft = { type: 'like', count: 1 }

const encode = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value))

/** An encoding that lists positions of events and whole control frames. */
export const testWire: StreamEncoding = {
  name: 'test',
  entry: ({ seq }) => encode([seq]),
  join: (made) =>
    encode(made.flatMap((one) => JSON.parse(new TextDecoder().decode(one)) as unknown[])),
  frame: (frame) => encode([frame]),
}

const feeds = new WeakMap<RoomView, Feed>()
/** Returns the feed of a room, one for all its readers. */
export const feedOf = (room: RoomView, clock: Clock): Feed => {
  const feed = feeds.get(room) ?? new Feed(clock)
  feeds.set(room, feed)
  return feed
}

/** A reader of a stream, with what it received. */
export interface Reader {
  readonly stream: Stream
  /** Positions of events and whole control frames, in order. */
  readonly seen: unknown[]
  /** The number of writes. */
  writes: number
  unsent: number
}

/** Subscribes a reader; `query` is that of the address. */
export function read({ room, clock }: FakeRoom, query = ''): Reader {
  const parsed = parseFeedQuery(query)
  const seen: unknown[] = []
  const reader = { seen, writes: 0, unsent: 0 }
  const sink: Sink = {
    wire: testWire,
    send: (chunk) => {
      reader.writes += 1
      seen.push(...(JSON.parse(new TextDecoder().decode(chunk)) as unknown[]))
    },
    buffered: () => reader.unsent,
    reset: () => seen.push('reset'),
    end: () => seen.push('end'),
  }
  return Object.assign(reader, { stream: feedOf(room, clock).subscribe(room, parsed, sink) })
}

/** Resolves when the promises that are settled already have called back. */
export const historyAnswered = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Returns a history that holds the given epochs, each from 1 to a last position. */
export function historyOf(epochs: Readonly<Record<string, number>>): History {
  return {
    after: ({ epoch, seq }, limit) => {
      const count = Math.min(limit, (epochs[epoch] ?? 0) - seq)
      const lines = Array.from({ length: Math.max(0, count) }, (_, i) =>
        JSON.stringify({ seq: seq + i + 1, type: 'chat', source }),
      )
      return Promise.resolve(lines)
    },
  }
}

/** Publishes copies of a draft in one tick. */
export function publish({ room, tick }: FakeRoom, count: number, draft = chat): void {
  for (let i = 0; i < count; i++) room.publish(source, draft)
  tick()
}

/** An amount of unsent bytes at which a stream waits. */
export const full = streamLimits.unsentBytes + 1
