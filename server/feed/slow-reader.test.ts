import { expect, test } from 'vitest'
import { createFakeRoom } from '../hub/room.fake.ts'
import { parseFeedQuery } from './query.fake.ts'
import {
  chat,
  feedOf,
  full,
  historyAnswered,
  historyOf,
  like,
  publish,
  read,
  source,
  testWire,
} from './stream.fake.ts'
import { streamLimits } from './stream.ts'

const far = streamLimits.farBehindEvents

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
  const parsed = parseFeedQuery('since=e1:0')
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
