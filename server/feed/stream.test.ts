import { expect, test } from 'vitest'
import { createFakeRoom } from '../hub/room.fake.ts'
import { historyAnswered, historyOf, like, publish, read } from './stream.fake.ts'
import { streamLimits } from './stream.ts'

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

test('the end of the room ends its streams', async () => {
  const fake = createFakeRoom()
  const { seen } = read(fake)
  publish(fake, 1)
  await fake.room.close()
  expect(seen.slice(1)).toEqual([1, 'end'])
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
