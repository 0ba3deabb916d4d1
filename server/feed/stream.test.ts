import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type Draft,
  droppableTypes,
  type FeedFrame,
  type SkipFrame,
} from '../../proto/feed/index.ts'
import { createFakeRoom, type FakeRoom } from '../hub/room.fake.ts'
import type { History } from '../hub/history.ts'
import type { RoomView } from '../hub/room-view.ts'
import type { Clock } from '../lib/time/clock.ts'
import { Feed } from './room-broadcast.ts'
import { parseFeedQuery } from './query.ts'
import { type Sink, type Stream, streamLimits } from './stream.ts'
import type { StreamEncoding } from './stream-encoding.ts'

const source = 'demo:test'
const chat: Draft = { type: 'chat', text: 'hi' }
const like: Draft = { type: 'like', count: 1 }

const encode = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value))

/** An encoding that lists positions of events and whole control frames. */
const testWire: StreamEncoding = {
  name: 'test',
  entry: ({ seq }) => encode([seq]),
  join: (made) =>
    encode(made.flatMap((one) => JSON.parse(new TextDecoder().decode(one)) as unknown[])),
  frame: (frame) => encode([frame]),
}

const feeds = new WeakMap<RoomView, Feed>()
const feedOf = (room: RoomView, clock: Clock): Feed => {
  const feed = feeds.get(room) ?? new Feed(clock)
  feeds.set(room, feed)
  return feed
}

interface Reader {
  readonly stream: Stream
  /** Positions of events and whole control frames, in order. */
  readonly seen: unknown[]
  /** The number of writes. */
  writes: number
  unsent: number
}

function read({ room, clock }: FakeRoom, query = ''): Reader {
  const parsed = parseFeedQuery(new URLSearchParams(query))
  if ('error' in parsed) throw new Error(parsed.error)
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
const historyAnswered = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Returns a history that holds the given epochs, each from 1 to a last position. */
function historyOf(epochs: Readonly<Record<string, number>>): History {
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

function publish({ room, tick }: FakeRoom, count: number, draft = chat): void {
  for (let i = 0; i < count; i++) room.publish(source, draft)
  tick()
}

test('hello comes first with the state; then events as they arrive', () => {
  const fake = createFakeRoom()
  publish(fake, 1, { type: 'room', state: 'live' })
  const { seen } = read(fake)
  publish(fake, 2)
  expect(seen).toMatchObject([
    { frame: 'hello', v: 1, room: 'demo:test', epoch: 'e1', seq: 1, head: 1, resumed: false },
    2,
    3,
  ])
  expect(seen[0]).toMatchObject({ state: [{ type: 'room', state: 'live', seq: 1 }] })
})

test('a stream resumes after a position without loss', () => {
  const fake = createFakeRoom()
  publish(fake, 10)
  const { seen } = read(fake, 'since=e1:7')
  expect(seen).toMatchObject([{ frame: 'hello', seq: 7, head: 10, resumed: true }, 8, 9, 10])
})

test('events that the ring no longer holds are reported as a gap', async () => {
  const fake = createFakeRoom(5)
  publish(fake, 20)
  const { seen } = read(fake, 'since=e1:7')
  await historyAnswered()
  expect(seen).toMatchObject([
    { frame: 'hello', seq: 15, resumed: false },
    { frame: 'gap', from: 8, to: 15, reason: 'expired' },
    16,
    17,
    18,
    19,
    20,
  ])
})

test('a position of another epoch gets a gap and all events of this one', async () => {
  const fake = createFakeRoom()
  publish(fake, 2)
  const { seen } = read(fake, 'since=old:99')
  await historyAnswered()
  expect(seen).toMatchObject([
    { frame: 'hello', epoch: 'e1', seq: 0, resumed: false },
    { frame: 'gap', reason: 'epoch', epoch: 'e1', to: 0 },
    1,
    2,
  ])
})

test('events that the ring no longer holds come from the history, then from the ring', async () => {
  const fake = createFakeRoom(5, { history: historyOf({ e1: 1200 }) })
  publish(fake, 1200)
  const { seen } = read(fake, 'since=e1:3')
  publish(fake, 2)
  await historyAnswered()
  publish(fake, 2)
  expect(seen[0]).toMatchObject({ frame: 'hello', seq: 3, resumed: true })
  expect(seen.slice(1)).toEqual(Array.from({ length: 1201 }, (_, i) => i + 4))
})

test('a reader of an earlier epoch gets its rest, then the new one from its beginning', async () => {
  const fake = createFakeRoom(5, { history: historyOf({ e0: 9, e1: 8 }) })
  publish(fake, 8)
  const { seen } = read(fake, 'since=e0:7')
  await historyAnswered()
  expect(seen).toMatchObject([
    { frame: 'hello', epoch: 'e0', seq: 7, resumed: true },
    8,
    9,
    { frame: 'gap', reason: 'epoch', epoch: 'e1', from: 1, to: 0 },
    1,
    2,
    3,
    4,
    5,
    6,
    7,
    8,
  ])
})

test('events that are in neither history nor ring are reported as a gap', async () => {
  const fake = createFakeRoom(5, { history: historyOf({ e1: 9 }) })
  publish(fake, 20)
  const { seen } = read(fake, 'since=e1:7')
  await historyAnswered()
  expect(seen.slice(1)).toEqual([
    8,
    9,
    { frame: 'gap', from: 10, to: 15, reason: 'expired' },
    16,
    17,
    18,
    19,
    20,
  ])
})

test('if the history is unavailable the stream ends, so that the reader reconnects', async () => {
  const away = (): Promise<never> => Promise.reject(new Error('away'))
  const fake = createFakeRoom(5, { history: { after: away } })
  publish(fake, 20)
  const { seen } = read(fake, 'since=e1:7')
  await historyAnswered()
  expect(seen).toEqual(['end'])
  expect(fake.room.readers).toBe(0)
})

test('a made-up future position starts from now', () => {
  const fake = createFakeRoom()
  publish(fake, 2)
  expect(read(fake, 'since=e1:99').seen).toMatchObject([{ seq: 2, head: 2, resumed: false }])
})

test('last=N starts with the last N events that match', () => {
  const fake = createFakeRoom()
  publish(fake, 3)
  publish(fake, 3, like)
  expect(read(fake, 'last=2').seen.slice(1)).toEqual([5, 6])
  expect(read(fake, 'last=2&types=chat').seen.slice(1)).toEqual([2, 3])
  expect(read(fake, 'last=100').seen.slice(1)).toEqual([1, 2, 3, 4, 5, 6])
})

test('a filtered stream receives heads for positions it does not see: in time, and after a burst', () => {
  const fake = createFakeRoom(5000)
  const { seen } = read(fake, 'types=chat')
  publish(fake, 2, like)
  fake.clock.advance(streamLimits.headEveryMs)
  fake.clock.advance(streamLimits.headEveryMs)
  publish(fake, streamLimits.headAfterEvents, like)
  publish(fake, 1)
  expect(seen.slice(1)).toEqual([{ frame: 'head', seq: 2 }, { frame: 'head', seq: 502 }, 503])
})

test('a slow reader waits alone and continues where it was', () => {
  const fake = createFakeRoom()
  const slow = read(fake)
  const quick = read(fake)
  slow.unsent = streamLimits.unsentBytes + 1
  publish(fake, 3)
  expect(quick.seen.slice(1)).toEqual([1, 2, 3])
  expect(slow.seen.slice(1)).toEqual([])
  slow.unsent = 0
  fake.clock.advance(200)
  expect(slow.seen.slice(1)).toEqual([1, 2, 3])
})

test('a reader ten seconds behind, or passed by the ring, is reset and reconnects', () => {
  const fake = createFakeRoom(5)
  const late = read(fake)
  late.unsent = streamLimits.unsentBytes + 1
  publish(fake, 3)
  fake.clock.advance(streamLimits.behindMs + 1000)
  expect(late.seen.at(-1)).toBe('reset')
  const passed = read(fake)
  passed.unsent = streamLimits.unsentBytes + 1
  publish(fake, 6)
  expect(passed.seen.at(-1)).toBe('reset')
  expect(fake.room.readers).toBe(0)
})

test('a reader that caught up may be slow again for as long as any other', () => {
  const fake = createFakeRoom()
  const reader = read(fake)
  for (let time = 1; time <= 3; time++) {
    reader.unsent = streamLimits.unsentBytes + 1
    publish(fake, 1)
    fake.clock.advance(streamLimits.behindMs - 1000)
    reader.unsent = 0
    fake.clock.advance(1000)
    expect(reader.seen.at(-1)).toBe(time)
  }
})

test('a reader that steadily takes the history is not late, however slow it is', async () => {
  const fake = createFakeRoom(10, { history: historyOf({ e1: 1000 }) })
  publish(fake, 1000)
  const reader = read(fake, 'since=e1:0')
  let writes = 0
  Object.defineProperty(reader, 'unsent', { get: () => (writes-- > 0 ? 0 : full) })
  for (let chunk = 1; reader.seen.at(-1) !== 1000 && chunk <= 20; chunk++) {
    await historyAnswered()
    fake.clock.advance(streamLimits.behindMs - 1000)
    writes = 1
    fake.clock.advance(200)
    await historyAnswered()
  }
  expect(reader.seen).not.toContain('reset')
  expect(reader.seen.at(-1)).toBe(1000)
})

const full = streamLimits.unsentBytes + 1
const far = streamLimits.farBehindEvents

test('missed events come in few writes, from the ring and from the history', async () => {
  const fake = createFakeRoom(1000, { history: historyOf({ e1: 1500 }) })
  publish(fake, 1500)
  const ring = read(fake, 'since=e1:1000')
  expect(ring.seen).toHaveLength(501)
  expect(ring.writes).toBeLessThan(10)
  const history = read(fake, 'since=e1:0')
  await historyAnswered()
  expect(history.seen).toHaveLength(1501)
  expect(history.writes).toBeLessThan(25)
})

test('a reader far behind first gets a skip frame, then the rest', () => {
  const fake = createFakeRoom(4096)
  const reader = read(fake)
  publish(fake, 1)
  reader.unsent = full
  publish(fake, far, like)
  publish(fake, 2)
  publish(fake, 3, { type: 'enter' })
  reader.unsent = 0
  publish(fake, 1, like)
  const to = far + 7
  expect(reader.seen.slice(2)).toEqual([
    { frame: 'skip', from: 2, to, counts: { like: far + 1, enter: 3 } },
    far + 2,
    far + 3,
    { frame: 'head', seq: to },
  ])
  publish(fake, 1, like)
  expect(reader.seen.at(-1)).toBe(to + 1)
})

test('a reader a little behind gets everything', () => {
  const fake = createFakeRoom(4096)
  const reader = read(fake)
  reader.unsent = full
  publish(fake, far, like)
  reader.unsent = 0
  fake.clock.advance(100)
  expect(reader.seen.slice(1)).toEqual(Array.from({ length: far }, (_, i) => i + 1))
})

test('events from before a reader reconnected are never shed', () => {
  const fake = createFakeRoom(4096)
  publish(fake, far + 500, like)
  const reader = read(fake, 'since=e1:0')
  expect(reader.seen.slice(1)).toEqual(Array.from({ length: far + 500 }, (_, i) => i + 1))
})

test('a reader that fills up during shedding gets one skip frame only', () => {
  const fake = createFakeRoom(4096)
  const reader = read(fake)
  reader.unsent = full
  for (let i = 0; i < far; i++) publish(fake, 1, i % 2 === 0 ? chat : like)
  publish(fake, 1)
  let budget = 3
  Object.defineProperty(reader, 'unsent', { get: () => (budget-- > 0 ? 0 : full), set: () => {} })
  fake.clock.advance(100)
  expect(reader.seen.at(-1)).toBeLessThan(far)
  budget = Infinity
  fake.clock.advance(100)
  const skips = reader.seen.filter((one) => typeof one === 'object').slice(1)
  expect(skips).toEqual([{ frame: 'skip', from: 1, to: far + 1, counts: { like: far / 2 } }])
  const chats = Array.from({ length: far / 2 }, (_, i) => 2 * i + 1)
  expect(reader.seen.filter(Number.isInteger)).toEqual([...chats, far + 1])
})

test('events of a skip frame do not come by a shared chunk either', () => {
  const fake = createFakeRoom(4096)
  const reader = read(fake)
  // In one long tick: full at the first chunk, drained for two of its own, full, and drained again.
  const unsent = [full, full, 0, 0, full]
  Object.defineProperty(reader, 'unsent', { get: () => unsent.shift() ?? 0 })
  publish(fake, far + 200, like)
  const to = far + 200
  expect(reader.seen.slice(1)).toEqual([
    { frame: 'skip', from: 1, to, counts: { like: to } },
    { frame: 'head', seq: to },
  ])
})

test('raw messages are not buffered: a full reader misses them', () => {
  const fake = createFakeRoom()
  const reader = read(fake, 'types=raw')
  fake.room.publishRaw(source, { method: 'A', data: '' })
  reader.unsent = full
  fake.room.publishRaw(source, { method: 'B', data: '' })
  reader.unsent = 0
  fake.room.publishRaw(source, { method: 'C', data: '' })
  expect(reader.seen.slice(1)).toMatchObject([{ method: 'A' }, { method: 'C' }])
})

test('a reader that steadily takes its past is not late, however long that takes', () => {
  const fake = createFakeRoom(4096)
  publish(fake, 4000)
  let chunks = 0
  const reader = read(fake, 'since=e1:3999')
  reader.stream.close()
  const slow = { seen: [] as unknown[] }
  const parsed = parseFeedQuery(new URLSearchParams('since=e1:0'))
  if ('error' in parsed) throw new Error(parsed.error)
  feedOf(fake.room, fake.clock).subscribe(fake.room, parsed, {
    wire: testWire,
    send: (chunk) => {
      chunks += 1
      slow.seen.push(...(JSON.parse(new TextDecoder().decode(chunk)) as unknown[]))
    },
    // One write, then four seconds without room for another.
    buffered: () => (chunks * 4000 > fake.clock.now() - 1_700_000_000_000 + 4000 ? full : 0),
    reset: () => slow.seen.push('reset'),
    end: () => slow.seen.push('end'),
  })
  fake.clock.advance(200_000)
  expect(slow.seen.slice(1)).toEqual(Array.from({ length: 4000 }, (_, i) => i + 1))
})

test('the end of the room ends its streams', async () => {
  const fake = createFakeRoom()
  const { seen } = read(fake)
  publish(fake, 1)
  await fake.room.close()
  expect(seen.slice(1)).toEqual([1, 'end'])
})

test('however often a reader reconnects, it sees 1..N once each', () => {
  const step = fc.oneof(
    fc.record({ publish: fc.integer({ min: 1, max: 30 }) }),
    fc.constant('cut' as const),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const fake = createFakeRoom(5000)
      let reader = read(fake, 'since=e1:0')
      const got: number[] = []
      const take = (): void => {
        for (const one of reader.seen) if (typeof one === 'number') got.push(one)
      }
      for (const one of steps) {
        if (one !== 'cut') publish(fake, one.publish)
        else {
          take()
          reader.stream.close()
          reader = read(fake, `since=e1:${got.at(-1) ?? 0}`)
        }
      }
      take()
      expect(got).toEqual(Array.from({ length: fake.room.head }, (_, i) => i + 1))
    }),
  )
})

function insist(holds: boolean, what: string): void {
  if (!holds) throw new Error(`it does not hold that ${what}`)
}

/**
 * Creates a reader that follows a stream by the contract, through resets, and records what it got.
 */
function createAccount(fake: FakeRoom, filter: string, types: readonly string[]) {
  const chosen = filter === '' ? undefined : filter.replace('&types=', '').split(',')
  const wants = (seq: number): boolean => chosen?.includes(types[seq - 1] ?? '') ?? true
  const drops = (seq: number): boolean => droppableTypes.has(types[seq - 1] ?? '')
  const got = new Set<number>()
  const announced = new Set<number>()
  let position = 0
  const open = (): Reader => read(fake, `since=e1:${position}${filter}`)
  let reader = open()
  const takeSkip = ({ from, to, counts }: SkipFrame): void => {
    const spared: Record<string, number> = {}
    for (let seq = from; seq <= to; seq++) {
      if (!wants(seq) || !drops(seq)) continue
      announced.add(seq)
      spared[types[seq - 1]!] = (spared[types[seq - 1]!] ?? 0) + 1
    }
    insist(isDeepStrictEqual(counts, spared), 'a skip counts what it spares')
  }
  const take = (one: number | 'reset' | FeedFrame): void => {
    if (one === 'reset') reader = open()
    else if (typeof one === 'number') {
      insist(one > position, 'events come in order, once')
      position = one
      got.add(one)
    } else if (one.frame === 'head') position = Math.max(position, one.seq)
    else if (one.frame === 'skip') takeSkip(one)
    else insist(one.frame === 'hello', 'nothing is missing')
  }
  return {
    reader: () => reader,
    announced,
    position: () => position,
    cut: () => {
      reader.stream.close()
      reader = open()
    },
    follow: () => {
      while (reader.seen.length > 0) take(reader.seen.shift() as number | 'reset' | FeedFrame)
    },
    /**
     * The positions that the reader requested and never got, though its own position is after them.
     */
    lies: () =>
      Array.from({ length: position }, (_, i) => i + 1).filter(
        (seq) => wants(seq) && !got.has(seq) && !(drops(seq) && announced.has(seq)),
      ),
  }
}

test('a position is always true: durable events are seen once, dropped ones are announced', () => {
  const drafts: readonly Draft[] = [chat, like, { type: 'enter' }, { type: 'follow' }]
  const burst = fc.record({
    publish: fc.array(fc.constantFrom(...drafts), { minLength: 1, maxLength: 4 }),
    times: fc.integer({ min: 1, max: 400 }),
  })
  const step = fc.oneof(
    burst,
    fc.record({ unsent: fc.constantFrom(0, full), advance: fc.nat(4000) }),
    fc.constant('cut' as const),
    fc.record({ bursts: fc.array(burst, { minLength: 2, maxLength: 4 }) }), // while it is full
  )
  const filters = fc.constantFrom('', '&types=chat,like', '&types=like', '&types=chat')
  let spared = 0
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20, size: 'max' }), filters, (steps, filter) => {
      const fake = createFakeRoom(100_000)
      const types: string[] = []
      const account = createAccount(fake, filter, types)
      const show = ({
        publish: some,
        times,
      }: {
        publish: readonly Draft[]
        times: number
      }): void => {
        for (const draft of Array.from({ length: times }, () => some).flat()) {
          types.push(draft.type)
          fake.room.publish(source, draft)
        }
        fake.tick()
      }
      const set = (unsent: number, advanceMs: number): void => {
        account.reader().unsent = unsent
        fake.clock.advance(advanceMs)
      }
      for (const one of steps) {
        if (one === 'cut') account.cut()
        else if ('unsent' in one) set(one.unsent, one.advance)
        else if ('bursts' in one) {
          set(full, 0)
          for (const each of one.bursts) show(each)
          set(0, 200)
        } else show(one)
        account.follow()
        expect(account.lies()).toEqual([])
      }
      set(0, streamLimits.headEveryMs + 200)
      account.follow()
      expect(account.lies()).toEqual([])
      expect(account.position()).toBe(fake.room.head)
      spared += account.announced.size
    }),
    { numRuns: 40 },
  )
  expect(spared).toBeGreaterThan(0)
})

test('a reader that requests keep-alive frames gets one each 15 s, though nothing happens', () => {
  const fake = createFakeRoom()
  const { seen } = read(fake, 'alive=1')
  const quiet = read(fake)
  fake.clock.advance(31_000)
  const head = { frame: 'head', seq: 0 }
  expect(seen.slice(1)).toEqual([head, head])
  expect(quiet.seen).toHaveLength(1)
})
