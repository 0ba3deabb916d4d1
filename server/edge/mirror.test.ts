import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { FeedEvent } from '../../proto/feed/index.ts'
import { Feed } from '../feed/room-broadcast.ts'
import { parseFeedQuery } from '../feed/query.fake.ts'
import type { StreamEncoding } from '../feed/stream-encoding.ts'
import { createFakeClock } from '../lib/time/clock.fake.ts'
import { parseMessage } from '../platform/feed/message.ts'
import { createRingMemory } from '../hub/ring-memory.ts'
import { Mirror } from './mirror.ts'

/** Resolves when the promises that are due have settled; no time passes. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve))

const encode = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value))
const testWire: StreamEncoding = {
  name: 'test',
  entry: ({ line }) => encode([line]),
  join: (made) =>
    encode(made.flatMap((one) => JSON.parse(new TextDecoder().decode(one)) as unknown[])),
  frame: (frame) => encode([frame]),
}

const chat = (seq: number): FeedEvent => ({
  v: 1,
  seq,
  id: `x:${seq}`,
  room: 'night',
  source: 'bilibili:1',
  at: 1,
  receivedAt: 2,
  type: 'chat',
  text: 'hi',
})
const hello = (epoch: string, seq: number, resumed: boolean) => {
  const state: readonly FeedEvent[] = []
  return { frame: 'hello', v: 1, room: 'night', epoch, seq, head: seq, resumed, state }
}
const epochGap = (epoch: string, to: number) => ({
  frame: 'gap',
  from: 1,
  to,
  reason: 'epoch',
  epoch,
})

function mirrored(ringSize = 8) {
  const clock = createFakeClock()
  let deferred: (() => void)[] = []
  const mirror = new Mirror({
    id: 'night',
    rings: createRingMemory({ maxBytes: Infinity, maxEntries: ringSize }),
    defer: (call) => deferred.push(call),
  })
  const feed = new Feed(clock)
  const turn = (): void => {
    for (const call of deferred) call()
    deferred = []
  }
  const say = (...messages: readonly object[]): void => {
    for (const message of messages) {
      const line = JSON.stringify(message)
      mirror.receive(parseMessage(line), line)
    }
    turn()
  }
  const read = (query = '') => {
    const parsed = parseFeedQuery(query)
    const seen: unknown[] = []
    feed.subscribe(mirror, parsed, {
      wire: testWire,
      send: (chunk) =>
        void seen.push(...(JSON.parse(new TextDecoder().decode(chunk)) as unknown[])),
      buffered: () => 0,
      reset: () => seen.push('reset'),
      end: () => seen.push('end'),
    })
    return seen
  }
  return { mirror, say, read }
}

const lines = (...seqs: readonly number[]) => seqs.map((seq) => JSON.stringify(chat(seq)))

test('a reader gets the unchanged lines of the origin, with its epoch and positions', async () => {
  const { say, read } = mirrored()
  say(hello('e', 40, true), chat(41))
  const seen = read('last=5')
  say(chat(42))
  await settle()
  expect(seen).toEqual([
    expect.objectContaining({ frame: 'hello', room: 'night', epoch: 'e', seq: 40, head: 41 }),
    ...lines(41, 42),
  ])
})

test('a reader that comes from another edge may be ahead: it gets what follows, once', async () => {
  const { say, read } = mirrored()
  say(hello('e', 40, true), chat(41))
  const seen = read('since=e:43')
  say(chat(42), chat(43), chat(44))
  await settle()
  expect(seen).toEqual([
    expect.objectContaining({ resumed: true, seq: 43, head: 43 }),
    ...lines(44),
  ])
})

test('a position too far ahead is treated as made up', () => {
  const { say, read } = mirrored(8)
  say(hello('e', 40, true), chat(41))
  expect(read('since=e:49')).toMatchObject([{ resumed: true, seq: 49 }]) // within the length of the ring
  expect(read('since=e:50')).toMatchObject([{ resumed: false, seq: 41 }])
})

test('events that arrive again after a reconnect are published once', async () => {
  const { say, read } = mirrored()
  say(hello('e', 0, true), chat(1), chat(2))
  const seen = read('since=e:0')
  say(hello('e', 2, true), chat(2), chat(3))
  await settle()
  expect(seen.slice(1)).toEqual(lines(1, 2, 3))
})

test('a gap of the origin ends the streams, and readers get the gap when they return', async () => {
  const { say, read } = mirrored()
  say(hello('e', 0, true), chat(1), chat(2))
  const seen = read('since=e:0')
  const gap = { frame: 'gap', from: 3, to: 6, reason: 'expired' }
  say(hello('e', 6, false), gap, chat(7))
  expect(seen.slice(1)).toEqual([...lines(1, 2), 'end'])
  const back = read('since=e:1') // it had not read all of it
  await settle()
  expect(back).toEqual([
    expect.objectContaining({ resumed: true, seq: 1 }),
    ...lines(2),
    gap,
    ...lines(7),
  ])
})

test('a new epoch at the origin starts one here: first the rest of the old one', async () => {
  const { say, read } = mirrored()
  say(hello('e', 0, true), chat(1), chat(2))
  say(hello('e2', 3, false), epochGap('e2', 3), chat(4))
  const back = read('since=e:1')
  const late = read('since=older:7')
  await settle()
  expect(back).toEqual([
    expect.objectContaining({ epoch: 'e', seq: 1 }),
    ...lines(2),
    epochGap('e2', 0),
    { frame: 'gap', from: 1, to: 3, reason: 'expired' },
    ...lines(4),
  ])
  expect(late).toEqual([
    expect.objectContaining({ epoch: 'e2', resumed: false }),
    epochGap('e2', 3),
    ...lines(4),
  ])
})

test('while the origin is away an unknown epoch may be its newest: the reader must reconnect', async () => {
  const { mirror, say, read } = mirrored()
  say(hello('e', 0, true), chat(1))
  mirror.disconnected()
  const known = read('since=e:0')
  const unknown = read('since=newer:5')
  await settle()
  expect(known.slice(1)).toEqual(lines(1))
  expect(unknown).toEqual(['end'])
})

test('raw messages pass, and the state is that of the origin', async () => {
  const { mirror, say, read } = mirrored()
  const state = { ...chat(3), type: 'room', state: 'live' }
  say({ ...hello('e', 5, true), state: [state] })
  expect(mirror.state()).toEqual([state])
  const seen = read('types=raw')
  const raw = {
    type: 'raw',
    v: 1,
    room: 'night',
    source: 'x:1',
    receivedAt: 1,
    method: 'M',
    data: 1,
  }
  say(raw)
  await settle()
  expect(seen.slice(1)).toEqual([raw])
})

test('through any losses of the origin and any reconnects each event is seen once, or reported', async () => {
  const action = fc.oneof(
    { weight: 6, arbitrary: fc.constant('event' as const) },
    { weight: 1, arbitrary: fc.constantFrom('lost' as const, 'gap' as const, 'epoch' as const) },
    { weight: 3, arbitrary: fc.constant('return' as const) },
  )
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 60 }), async (actions) => {
      const { say, read } = mirrored(6)
      let epoch = 'e0'
      let head = 0
      say(hello(epoch, 0, true))
      const reader = createReader(read)
      await settle()
      for (const what of actions) {
        if (what === 'event') say(chat((head += 1)))
        if (what === 'lost') say(hello(epoch, head, true))
        if (what === 'gap') {
          const from = head + 1
          head += 3
          say(hello(epoch, head, false), { frame: 'gap', from, to: head, reason: 'slow' })
        }
        if (what === 'epoch') {
          epoch += 'x'
          head = 0
          say(hello(epoch, 0, false), epochGap(epoch, 0))
        }
        if (what === 'return') {
          await settle()
          reader.comeBack()
        }
      }
      await settle()
      reader.comeBack()
      await settle()
      expect(reader.place()).toEqual({ epoch, seq: head, faults: [] })
    }),
    { numRuns: 200 },
  )
})

/** Creates a reader that checks its events against the frames, and records each contradiction. */
function createReader(read: (query: string) => unknown[]) {
  let epoch = 'e0'
  let seq = 0
  const faults: string[] = []
  let seen = read(`since=${epoch}:${seq}`)
  const digest = (): void => {
    for (const one of seen.splice(0)) {
      if (typeof one === 'string' && one.startsWith('{')) {
        const event = JSON.parse(one) as FeedEvent
        if (event.seq !== seq + 1) faults.push(`${event.seq} after ${seq}`)
        seq = event.seq
      } else if (isGap(one)) {
        const follows = one.epoch !== undefined || one.from === seq + 1
        if (!follows) faults.push(`a gap from ${one.from} after ${seq}`)
        epoch = one.epoch ?? epoch
        seq = one.to
      }
    }
  }
  return {
    comeBack: () => {
      digest()
      seen = read(`since=${epoch}:${seq}`)
    },
    place: () => {
      digest()
      return { epoch, seq, faults }
    },
  }
}

function isGap(
  value: unknown,
): value is { readonly from: number; readonly to: number; readonly epoch?: string } {
  return typeof value === 'object' && value !== null && 'frame' in value && value.frame === 'gap'
}
