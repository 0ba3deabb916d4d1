import { expect, test } from 'vitest'
import type { Draft, FeedEvent } from '../../proto/feed/index.ts'
import { type Log, LogFailed } from '../log/log.ts'
import { createMemoryLog } from '../log/memory.ts'
import { createRingMemory } from './ring-memory.ts'
import { createFakeRoom } from './room.fake.ts'

const source = 'demo:test'
const chat = (text: string, id?: string): Draft => ({ type: 'chat', text, ...(id ? { id } : {}) })
const noReaders = { readers: () => 0, renewed: () => undefined }
const parsed = (line: string | undefined): FeedEvent => JSON.parse(line ?? 'null') as FeedEvent

test('events get positions 1, 2, 3 … and are shown once, at the end of the tick', () => {
  const { room, tick } = createFakeRoom()
  const heads: number[] = []
  room.follow({ ...noReaders, advanced: () => heads.push(room.head), closed: () => undefined })
  room.publish(source, chat('a'))
  room.publish(source, chat('b'))
  expect(room.head).toBe(0)
  tick()
  room.publish(source, chat('c'))
  tick()
  expect(heads).toEqual([2, 3])
  expect([1, 2, 3].map((seq) => parsed(room.entry(seq)?.line).seq)).toEqual([1, 2, 3])
})

test('a tick with more events than the ring holds is shown in parts that fit: no follower misses its beginning', () => {
  const { room, tick } = createFakeRoom(3)
  const read: number[] = []
  const advanced = (): void => {
    const fresh = Array.from({ length: room.head - read.length }, (_, i) => read.length + i + 1)
    for (const seq of fresh) read.push(parsed(room.entry(seq)?.line).seq)
  }
  room.follow({ ...noReaders, advanced, closed: () => undefined })
  for (const text of 'abcdefg') room.publish(source, chat(text))
  tick()
  expect(read).toEqual([1, 2, 3, 4, 5, 6, 7])
})

test('a tick larger than the memory of a room is shown in parts that fit as well', () => {
  const rings = createRingMemory({ maxBytes: 5000, maxEntries: 1000 })
  const { room, tick } = createFakeRoom(1000, { rings })
  const read: (number | undefined)[] = []
  const advanced = (): void => {
    for (let seq = read.length + 1; seq <= room.head; seq++) read.push(room.entry(seq)?.seq)
  }
  room.follow({ ...noReaders, advanced, closed: () => undefined })
  for (let i = 0; i < 50; i++) room.publish(source, chat('x'.repeat(100)))
  tick()
  expect(read).toEqual(Array.from({ length: 50 }, (_, i) => i + 1))
  expect(rings.usedBytes).toBeLessThanOrEqual(5000)
})

test('an event without an id or a time gets them from its position and arrival', () => {
  const { room, tick, clock } = createFakeRoom()
  room.publish(source, chat('a'))
  room.publish(source, { ...chat('b', 'x:1'), at: 5 })
  tick()
  expect(parsed(room.entry(1)?.line)).toEqual({
    v: 1,
    seq: 1,
    id: 'e1:1',
    room: 'demo:test',
    source,
    at: clock.now(),
    receivedAt: clock.now(),
    type: 'chat',
    text: 'a',
  })
  expect(parsed(room.entry(2)?.line)).toMatchObject({ id: 'x:1', at: 5, receivedAt: clock.now() })
})

test('a repeated id is dropped and counted; a draft without id never is (S0-32)', () => {
  const { room, tick, duplicates } = createFakeRoom()
  for (const draft of [chat('a', '1'), chat('a', '1'), chat('b'), chat('b')]) {
    room.publish(source, draft)
  }
  tick()
  room.publish(source, chat('a', '1'))
  tick()
  expect(room.head).toBe(3)
  expect(duplicates()).toBe(2)
})

test('the state holds the latest events, and figures that a later message does not repeat', () => {
  const { room, tick } = createFakeRoom()
  room.publish(source, { type: 'room', state: 'live', title: 't' })
  room.publish(source, { type: 'stats', online: 5, likes: 1 })
  room.publish(source, { type: 'stats', online: 7 })
  room.publish('demo:b', { type: 'stats', online: 1 })
  room.publish(source, chat('not state'))
  tick()
  expect(room.state()).toMatchObject([
    { type: 'room', state: 'live' },
    { type: 'stats', source, online: 7, likes: 1 },
    { type: 'stats', source: 'demo:b', online: 1 },
  ])
})

test('a board is shown if it changed, at most once a second, and the latest in the end', () => {
  const { room, tick, clock } = createFakeRoom()
  const board = (score: number): Draft => ({
    type: 'rank',
    board: 'gold',
    rows: [{ rank: 1, user: { name: 'n' }, score }],
  })
  for (const score of [1, 1, 2, 3]) room.publish(source, board(score))
  tick()
  expect(room.head).toBe(1)
  clock.advance(1000)
  tick()
  expect(parsed(room.entry(2)?.line)).toMatchObject({ rows: [{ score: 3 }] })
  room.publish(source, board(3))
  clock.advance(5000)
  tick()
  expect(room.head).toBe(2)
})

test('raw messages reach only the followers that ask for them, without a position', () => {
  const { room } = createFakeRoom()
  const seen: unknown[] = []
  room.follow({ ...noReaders, advanced: () => undefined, closed: () => undefined })
  room.follow({
    ...noReaders,
    advanced: () => undefined,
    closed: () => undefined,
    raw: (m) => seen.push(m),
  })
  room.publishRaw(source, { method: 'X', data: { a: 1 } })
  expect(seen).toMatchObject([{ type: 'raw', method: 'X', data: { a: 1 } }])
  expect(room.head).toBe(0)
})

test('closing shows the accepted events, removes the followers, and accepts nothing more', async () => {
  const { room, tick } = createFakeRoom()
  const calls: string[] = []
  room.follow({
    ...noReaders,
    advanced: () => calls.push('advanced'),
    closed: () => calls.push('closed'),
  })
  room.publish(source, chat('a'))
  await room.close()
  await room.close()
  room.publish(source, chat('b'))
  tick()
  expect(calls).toEqual(['advanced', 'closed'])
  expect(room.head).toBe(1)
})

test('if its log fails, a room continues in another one, under a new epoch from 1', () => {
  const failing = createMemoryLog('e1')
  let full = false
  const log: Log = {
    ...failing,
    append: (lines) => {
      if (full) throw new LogFailed('full', 'no space')
      failing.append(lines)
    },
  }
  const { room, tick } = createFakeRoom(10, { log })
  const calls: string[] = []
  room.follow({
    readers: () => 1,
    advanced: () => calls.push(`${room.epoch} ${room.head}`),
    renewed: () => calls.push('renewed'),
    closed: () => undefined,
  })
  room.publish(source, chat('a'))
  tick()
  full = true
  room.publish(source, chat('b'))
  room.publish(source, chat('c', 'x:c'))
  tick()
  expect(calls).toEqual(['e1 1', 'renewed', 'e1-spare 2'])
  expect(parsed(room.entry(1)?.line)).toMatchObject({ seq: 1, id: 'e1-spare:1', text: 'b' })
  expect(parsed(room.entry(2)?.line)).toMatchObject({ seq: 2, id: 'x:c' })
})

test('an event that another relay passes on keeps its source and names the source it came through', () => {
  const { room, tick } = createFakeRoom()
  room.publish('feed:friend', { ...chat('a', 'bilibili:1'), source: 'bilibili:5' })
  room.publish('feed:friend', chat('b'))
  tick()
  const [passedOn, own] = [1, 2].map((seq) => room.entry(seq))
  expect(parsed(passedOn?.line)).toMatchObject({ source: 'bilibili:5', via: 'feed:friend' })
  expect(parsed(own?.line)).toMatchObject({ source: 'feed:friend' })
  expect(parsed(own?.line)).not.toHaveProperty('via')
  expect([passedOn?.source, own?.source]).toEqual(['feed:friend', 'feed:friend'])
})

test('B3 a state of another relay that is older than what the room remembers gets an id of its own, once', () => {
  const { room, clock, tick } = createFakeRoom()
  const event = (seq: number, at: number): FeedEvent => ({
    v: 1,
    type: 'like',
    id: `o:${seq}`,
    room: 'r',
    source: 'demo:x',
    seq,
    at,
    receivedAt: at,
    count: 1,
  })
  const now = clock.now()
  room.remember([event(41, now - 1_000), event(42, now)])
  const state = (at: number) =>
    ({ type: 'source', state: 'open', id: `o:${at}`, source: 'demo:x', at }) as const
  room.publish('feed:friend', state(now - 60_000))
  expect(room.publish('feed:friend', state(now - 60_000))).toBe('repeated')
  room.publish('feed:friend', state(now - 500))
  tick()
  expect([1, 2].map((seq) => parsed(room.entry(seq)?.line).id)).toEqual(['e1:1', `o:${now - 500}`])
})

test('a state of another relay keeps its id in a room that knows all of its events', () => {
  const { room, clock, tick } = createFakeRoom()
  room.publish('feed:friend', { type: 'source', state: 'open', id: 'o:1', source: 'demo:x', at: 5 })
  clock.advance(1)
  room.publish('feed:friend', { type: 'room', state: 'live', id: 'o:2', source: 'demo:x', at: 6 })
  tick()
  expect([1, 2].map((seq) => parsed(room.entry(seq)?.line).id)).toEqual(['o:1', 'o:2'])
})

test('boards of one name from two sources are two boards', () => {
  const { room, tick } = createFakeRoom()
  const board: Draft = { type: 'rank', board: 'gifts', rows: [] }
  for (const from of ['bilibili:1', 'bilibili:2']) {
    room.publish('feed:friend', { ...board, source: from })
  }
  tick()
  expect(room.head).toBe(2)
  expect(room.state()).toHaveLength(2)
})
