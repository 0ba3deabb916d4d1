import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { closeCodes } from '../../proto/feed/index.ts'
import { FeedClient } from './client.ts'
import { type Arrival, Feed, Refused } from './feed.ts'
import { chatEvent, createFakeIo, helloFrame } from './io.fake.ts'
import { createPool } from './pool.ts'
import { address, openFeed } from './feed.fake.ts'

const seqOf = ({ event }: Arrival): number => event.seq

test('calls back with events by type, and their positions', () => {
  const io = createFakeIo()
  const feed = openFeed(io)
  const reported: unknown[] = []
  feed.on('chat', ({ text }, { live, position }) => reported.push([text, live, position]))
  feed.on('event', ({ type }) => reported.push(type))
  feed.on('like', () => reported.push('a like'))
  io.last().send(helloFrame({ seq: 4, head: 5 }))
  io.last().send(chatEvent(5, 'hi'))
  io.last().send({ ...chatEvent(6), type: 'telepathy' })
  expect(reported).toEqual([['hi', false, 'e1:5'], 'chat', 'telepathy'])
  expect(feed.position).toBe('e1:6')
})

test('calls back with gaps, skips and raw messages until a listener is removed', () => {
  const io = createFakeIo()
  const feed = openFeed(io)
  const reported: unknown[] = []
  const stop = feed.on('gap', ({ from, to }) => reported.push([from, to]))
  feed.on('skip', ({ counts }) => reported.push(counts))
  feed.on('raw', ({ method }) => reported.push(method))
  io.last().send(helloFrame())
  const gap = { frame: 'gap', from: 1, to: 3, reason: 'slow' }
  io.last().send(gap)
  io.last().send({ frame: 'skip', from: 4, to: 9, counts: { like: 6 } })
  io.last().send({ type: 'raw', method: 'WebcastX', data: 1 })
  stop()
  io.last().send({ ...gap, from: 4, to: 5 })
  expect(reported).toEqual([[1, 3], { like: 6 }, 'WebcastX'])
})

test('a listener that throws does not affect the others', () => {
  const io = createFakeIo()
  const feed = openFeed(io)
  const errors: (() => void)[] = []
  vi.stubGlobal('queueMicrotask', (call: () => void) => errors.push(call))
  const seqs: number[] = []
  feed.on('chat', () => {
    throw new Error('mine')
  })
  feed.on('chat', ({ seq }) => seqs.push(seq))
  io.last().send(helloFrame())
  io.last().send(chatEvent(1))
  vi.unstubAllGlobals()
  expect(seqs).toEqual([1])
  expect(errors[0]).toThrow('mine')
})

test('B2 an iteration continues after a room was switched off or missing for a while', async () => {
  const io = createFakeIo()
  const feed = openFeed(io)
  const iterator = feed[Symbol.asyncIterator]()
  io.last().end(closeCodes.roomOff, 'this room is switched off')
  io.advance(4_000)
  io.last().send(helloFrame())
  io.last().end(closeCodes.noSuchRoom, 'no such room')
  io.advance(30_000)
  io.last().send(helloFrame())
  io.last().send(chatEvent(1))
  expect((await iterator.next()).value).toMatchObject({ event: { seq: 1 } })
})

test('an iteration of a room that never existed ends with the reason of the server', async () => {
  const io = createFakeIo()
  const reading = openFeed(io)[Symbol.asyncIterator]().next()
  io.last().end(closeCodes.noSuchRoom, 'no such room')
  await expect(reading).rejects.toThrow(new Refused(4404, 'no such room'))
})

describe('C2 a feed without a listener for its status', () => {
  const printed = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  beforeEach(() => printed.mockClear())
  afterAll(() => printed.mockRestore())

  test('prints a refusal once', () => {
    const io = createFakeIo()
    const feed = openFeed(io)
    feed.on('chat', () => undefined)
    for (let times = 0; times < 2; times++) {
      io.last().end(closeCodes.notAllowed, 'this room needs a token')
      feed.retry()
    }
    expect(printed.mock.calls).toEqual([
      [`danmu-relay: ${address}: this room needs a token (4401)`],
    ])
  })

  test('prints a refusal again after it was open', () => {
    const io = createFakeIo()
    const feed = openFeed(io)
    for (let times = 0; times < 2; times++) {
      io.last().send(helloFrame())
      io.last().end(closeCodes.notAllowed, 'this token was revoked')
      feed.retry()
    }
    expect(printed).toHaveBeenCalledTimes(2)
  })

  test('prints once that it never connected, and tries again', () => {
    const io = createFakeIo()
    openFeed(io)
    for (let times = 0; times < 9; times++) {
      io.last().end(1006)
      io.advance(3_000)
    }
    expect(printed.mock.calls).toEqual([
      [`danmu-relay: ${address}: no answer (1006); trying again`],
    ])
    expect(io.sockets).toHaveLength(10)
  })

  test('prints nothing where a listener, a loop or a feed that was open receives it', async () => {
    const io = createFakeIo()
    openFeed(io).on('status', () => undefined)
    io.last().end(closeCodes.notAllowed, 'log in')
    const reading = openFeed(io)[Symbol.asyncIterator]().next()
    io.last().end(closeCodes.notAllowed, 'log in')
    await expect(reading).rejects.toThrow('log in')
    openFeed(io)
    io.last().send(helloFrame())
    for (let times = 0; times < 9; times++) {
      io.last().end(1006)
      io.advance(3_000)
    }
    expect(printed).not.toHaveBeenCalled()
  })
})

test('status reports each state of a connection', () => {
  const io = createFakeIo()
  const feed = openFeed(io)
  const kinds: string[] = []
  feed.on('status', ({ kind }) => kinds.push(kind))
  io.last().send(helloFrame())
  io.last().send(chatEvent(1))
  io.last().end(1006)
  feed.retry()
  io.last().end(closeCodes.noSuchRoom, 'no such room')
  feed.close()
  feed.close()
  expect(kinds).toEqual(['open', 'waiting', 'connecting', 'refused', 'closed'])
})

test('an iteration delivers earlier events first, and ends with the feed', async () => {
  const io = createFakeIo()
  const feed = openFeed(io)
  const iterator = feed[Symbol.asyncIterator]()
  io.last().send(helloFrame())
  for (const seq of [1, 2]) io.last().send(chatEvent(seq))
  const seqs = [(await iterator.next()).value, (await iterator.next()).value].map(seqOf)
  const later = iterator.next()
  io.last().send(chatEvent(3))
  expect([...seqs, seqOf((await later).value)]).toEqual([1, 2, 3])
  const never = iterator.next()
  feed.close()
  expect(await never).toEqual({ done: true, value: undefined })
  expect(await feed[Symbol.asyncIterator]().next()).toEqual({ done: true, value: undefined })
})

test('an iteration reports a gap at its place, however late it is read', async () => {
  const io = createFakeIo()
  const iterator = openFeed(io)[Symbol.asyncIterator]()
  const gap = { frame: 'gap', from: 2, to: 4, reason: 'slow' }
  io.last().send(helloFrame())
  for (const message of [chatEvent(1), gap, chatEvent(5), chatEvent(6)]) io.last().send(message)
  const gaps: unknown[] = []
  for (let i = 0; i < 3; i++) gaps.push((await iterator.next()).value.gaps)
  expect(gaps).toEqual([[], [gap], []])
})

test('a refusal ends an iteration with its reason, after the waiting events', async () => {
  const io = createFakeIo()
  const feed = openFeed(io)
  const seqs: number[] = []
  const reading = (async () => {
    for await (const arrival of feed) seqs.push(seqOf(arrival))
  })()
  io.last().send(helloFrame())
  io.last().send(chatEvent(1))
  io.last().end(closeCodes.notAllowed, 'this token was revoked')
  await expect(reading).rejects.toThrow(new Refused(4401, 'this token was revoked'))
  expect(seqs).toEqual([1])
})

test('a slow iteration releases the connection, and resumes at the same position', async () => {
  const io = createFakeIo()
  const feed = openFeed(io, 2)
  const iterator = feed[Symbol.asyncIterator]()
  io.last().send(helloFrame())
  for (const seq of [1, 2, 3]) io.last().send(chatEvent(seq))
  expect(feed.status).toEqual({ kind: 'paused' })
  expect(io.last().closed).toBe(true)
  expect(io.sockets).toHaveLength(1)
  expect([seqOf((await iterator.next()).value), io.sockets.length]).toEqual([1, 1])
  expect([seqOf((await iterator.next()).value), io.sockets.length]).toEqual([2, 2])
  expect(io.last().address).toBe(`${address}?since=e1%3A2`)
  io.last().send(helloFrame({ seq: 2, head: 3, resumed: true }))
  io.last().send(chatEvent(3))
  expect(seqOf((await iterator.next()).value)).toBe(3)
})

test('an iteration that was slow returns to the shared connection when it ends', async () => {
  const io = createFakeIo()
  const feed = openFeed(io, 1)
  const iterator = feed[Symbol.asyncIterator]()
  io.last().send(helloFrame())
  io.last().send(chatEvent(1))
  expect(feed.status.kind).toBe('paused')
  await iterator.return?.()
  expect(feed.status.kind).toBe('connecting')
  expect(await iterator.next()).toEqual({ done: true, value: undefined })
  feed.close()
  expect(io.last().closed).toBe(true)
  expect(io.pending()).toBe(0)
})

test('feeds of one page share a connection, and a slow one leaves it to the others', () => {
  const io = createFakeIo()
  const pool = createPool((where) => new FeedClient(where, io))
  const own = (since: string) => {
    const client = new FeedClient(`${address}?since=${since}`, io)
    return { client, release: () => client.close() }
  }
  const open = (since?: string) => (since === undefined ? pool.lease(address) : own(since))
  const quick = new Feed({ open, buffer: 1, address })
  const slow = new Feed({ open, buffer: 1, address })
  const seqs: number[] = []
  quick.on('event', ({ seq }) => seqs.push(seq))
  slow[Symbol.asyncIterator]()
  io.last().send(helloFrame())
  for (const seq of [1, 2]) io.last().send(chatEvent(seq))
  expect(io.sockets).toHaveLength(1)
  expect([quick.status.kind, slow.status.kind]).toEqual(['open', 'paused'])
  expect([quick.position, slow.position]).toEqual(['e1:2', 'e1:1'])
  expect(seqs).toEqual([1, 2])
  quick.close()
  expect(io.last().closed).toBe(true)
})
