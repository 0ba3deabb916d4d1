import fc from 'fast-check'
import { expect, test } from 'vitest'
import { closeCodes, parsePosition } from '../../proto/feed/index.ts'
import { FeedClient, helloTimeoutMs, steadyMs } from './client.ts'
import { chatEvent, createFakeIo, type FakeIo, type FakeSocket, helloFrame } from './io.fake.ts'
import { programSockets } from './socket.ts'

const address = 'ws://relay.example/rooms/demo:busy/stream'

function sinceOf(socket: FakeSocket): number {
  return parsePosition(new URL(socket.address).searchParams.get('since') ?? '')?.seq ?? 0
}

/** Advances the clock by the delay after a loss, and no more. */
function waitOut(client: FeedClient, io: FakeIo): number {
  const { status } = client.state.get()
  if (status.kind !== 'waiting') throw new Error(`the client is ${status.kind}`)
  io.advance(status.delayMs)
  return Math.round(status.delayMs)
}

test('a client is open after the hello of the server, and delivers events in order', () => {
  const io = createFakeIo()
  const client = new FeedClient(address, io)
  const texts: string[] = []
  client.onEvent(({ event }) => texts.push(event.type === 'chat' ? event.text : ''))
  expect(client.state.get().status.kind).toBe('connecting')
  io.last().send(helloFrame())
  io.last().send(chatEvent(1, 'one'))
  io.last().send(chatEvent(2, 'two'))
  expect(client.state.get().status.kind).toBe('open')
  expect(texts).toEqual(['one', 'two'])
})

test('events up to the head of the hello are marked as not live', () => {
  const io = createFakeIo()
  const client = new FeedClient(`${address}?last=2`, io)
  const live: boolean[] = []
  client.onEvent((delivery) => live.push(delivery.live))
  io.last().send(helloFrame({ seq: 3, head: 5 }))
  for (const seq of [4, 5, 6]) io.last().send(chatEvent(seq))
  expect(live).toEqual([false, false, true])
})

test('a lost connection is resumed after the last position', () => {
  const io = createFakeIo()
  const client = new FeedClient(address, io)
  io.last().send(helloFrame())
  io.last().send(chatEvent(1))
  io.last().end(1006)
  const status = { kind: 'waiting', code: 1006, reason: '', delayMs: 250 }
  expect(client.state.get().status).toEqual(status)
  io.advance(250)
  expect(io.last().address).toBe(`${address}?since=e1%3A1`)
})

test.each([
  [closeCodes.badRequest, 'types holds "x"'],
  [closeCodes.notAllowed, 'this room needs a token'],
  [closeCodes.noSuchRoom, 'there is no room nope'],
])('close code %i is a refusal: the reason is kept and nothing is tried again', (code, reason) => {
  const io = createFakeIo()
  const client = new FeedClient(address, io)
  io.last().end(code, reason)
  io.advance(3_600_000)
  expect(client.state.get().status).toEqual({ kind: 'refused', code, reason })
  expect(io.sockets).toHaveLength(1)
})

test('B2 a room that is switched off is tried again within 3 s, however long it stays off', () => {
  const io = createFakeIo(0.999)
  const client = new FeedClient(address, io)
  const waits = Array.from({ length: 60 }, () => {
    io.last().end(closeCodes.roomOff, 'this room is switched off')
    return waitOut(client, io)
  })
  expect(Math.max(...waits)).toBeLessThanOrEqual(3_000)
  expect(client.state.get().status.kind).toBe('connecting')
  io.last().send(helloFrame())
  expect(client.state.get().status.kind).toBe('open')
})

test.each([
  ['that was there before', {}, true],
  ['that a page shows', { retryMissingRoom: true }, false],
])('B2 a room %s is asked for again, slowly', (_what, options, wasThere) => {
  const io = createFakeIo()
  const client = new FeedClient(address, io, options)
  if (wasThere) io.last().send(helloFrame())
  const before = io.sockets.length
  for (let times = 0; times < 3; times++) {
    io.last().end(closeCodes.noSuchRoom, 'no such room')
    const { status } = client.state.get()
    expect(status).toMatchObject({ kind: 'refused', code: closeCodes.noSuchRoom, delayMs: 22_500 })
    io.advance(22_500)
  }
  expect(io.sockets.length - before).toBe(3)
  io.last().end(closeCodes.noSuchRoom)
  io.wake()
  io.last().send(helloFrame())
  expect(client.state.get().status.kind).toBe('open')
})

test.each([400, 401, 403, 404])('C2 a handshake answered with %i is a refusal', (code) => {
  const io = createFakeIo()
  const client = new FeedClient(address, { ...io, WebSocket: programSockets(io.WebSocket) })
  io.last().fail(`Unexpected server response: ${code}`)
  io.advance(3_600_000)
  expect(client.state.get().status).toMatchObject({ kind: 'refused', code })
  expect(io.sockets).toHaveLength(1)
})

test.each([408, 429, 500, 503])('C2 a handshake answered with %i is tried again', (code) => {
  const io = createFakeIo()
  const client = new FeedClient(address, { ...io, WebSocket: programSockets(io.WebSocket) })
  io.last().fail(`NetworkError: invalid status code: ${code}`)
  expect(client.state.get().status).toMatchObject({ kind: 'waiting', code })
  waitOut(client, io)
  expect(io.sockets).toHaveLength(2)
})

test('retry connects again after a refusal', () => {
  const io = createFakeIo()
  const client = new FeedClient(address, io)
  io.last().end(closeCodes.notAllowed, 'log in first')
  client.retry()
  io.last().send(helloFrame())
  expect(client.state.get().status.kind).toBe('open')
  client.retry()
  expect(io.sockets).toHaveLength(2)
})

test('consecutive failures increase the delay, and a steady connection resets it', () => {
  const io = createFakeIo(0.999)
  const client = new FeedClient(address, io)
  const failOnce = (): number => {
    io.last().end(1006)
    return waitOut(client, io)
  }
  expect([failOnce(), failOnce()]).toEqual([500, 999])
  io.last().send(helloFrame())
  expect(failOnce()).toBe(1998) // a hello, but not a steady connection
  io.last().send(helloFrame())
  io.advance(steadyMs)
  expect(failOnce()).toBe(500)
})

test('a socket without a hello is replaced by a new one', () => {
  const io = createFakeIo()
  const client = new FeedClient(address, io)
  const first = io.last()
  io.advance(helloTimeoutMs + 250)
  expect(first.closed).toBe(true)
  expect(io.sockets).toHaveLength(2)
  expect(client.state.get().status.kind).toBe('connecting')
})

test('a replaced socket is ignored', () => {
  const io = createFakeIo()
  const client = new FeedClient(address, io)
  const texts: number[] = []
  client.onEvent(({ event }) => texts.push(event.seq))
  const orphan = io.last()
  io.advance(helloTimeoutMs + 250)
  io.last().send(helloFrame())
  orphan.send(helloFrame({ epoch: 'other', seq: 99 }))
  orphan.send(chatEvent(100))
  orphan.end(closeCodes.noSuchRoom)
  expect(texts).toEqual([])
  expect(client.state.get().status.kind).toBe('open')
  expect(client.state.get().position).toEqual({ epoch: 'e1', seq: 0 })
})

test('a position in the address is used until a hello can resume from it', () => {
  const io = createFakeIo()
  const client = new FeedClient(`${address}?since=e1%3A7`, io)
  io.last().send(helloFrame({ seq: 20 }))
  io.last().end(1006) // before the gap frame that has to follow this hello
  waitOut(client, io)
  expect(io.last().address).toBe(`${address}?since=e1%3A7`)
  const asides: unknown[] = []
  client.onAside((aside) => asides.push(aside))
  const gap = { frame: 'gap', from: 8, to: 20, reason: 'expired' }
  io.last().send(helloFrame({ seq: 20 }))
  io.last().send(gap)
  io.last().send(chatEvent(21))
  expect(asides).toEqual([gap])
  expect(client.state.get()).toMatchObject({ position: { epoch: 'e1', seq: 21 }, missed: 13 })
})

test('a page that becomes visible again skips the delay', () => {
  const io = createFakeIo()
  const client = new FeedClient(address, io)
  io.wake()
  expect(io.sockets).toHaveLength(1)
  io.last().end(1006)
  io.wake()
  expect(io.sockets).toHaveLength(2)
  expect(client.state.get().status.kind).toBe('connecting')
  io.last().end(closeCodes.notAllowed, 'log in')
  io.wake()
  client.close()
  io.wake()
  expect(io.sockets).toHaveLength(2)
})

test('garbage is dropped and counted', () => {
  const io = createFakeIo()
  const client = new FeedClient(address, io)
  const seqs: number[] = []
  client.onEvent(({ event }) => seqs.push(event.seq))
  io.last().send(helloFrame())
  for (const garbage of ['', '{', 'null', '[]', '{"frame":"nope"}', '{"type":"chat"}']) {
    io.last().send(garbage)
  }
  io.last().send(chatEvent(1))
  expect(client.state.get().faults).toBe(6)
  expect(seqs).toEqual([1])
})

test('close ends everything and may be called twice', () => {
  const io = createFakeIo()
  const client = new FeedClient(address, io)
  let changes = 0
  io.last().send(helloFrame())
  client.state.subscribe(() => (changes += 1))
  client.close()
  client.close()
  client.retry()
  expect(io.last().closed).toBe(true)
  expect(io.pending()).toBe(0)
  expect(io.sockets).toHaveLength(1)
  expect(changes).toBe(1)
})

test('after random losses every event was delivered once, in order', () => {
  const drops = fc.array(fc.record({ sent: fc.nat(8), unsent: fc.nat(8), hello: fc.boolean() }), {
    maxLength: 30,
  })
  fc.assert(
    fc.property(drops, (rounds) => {
      const io = createFakeIo(0.9)
      const client = new FeedClient(address, io)
      const seqs: number[] = []
      client.onEvent(({ event }) => seqs.push(event.seq))
      let head = 0
      for (const { sent, unsent, hello } of rounds) {
        const socket = io.last()
        const since = sinceOf(socket)
        if (hello) {
          socket.send(helloFrame({ seq: since, head, resumed: since > 0 }))
          for (let seq = since + 1; seq <= head + sent; seq++) socket.send(chatEvent(seq))
          head += sent
        }
        head += unsent // published without a connection
        socket.end(1006)
        if (hello) socket.send(chatEvent(head)) // a message of a replaced socket
        waitOut(client, io)
      }
      const last = io.last()
      last.send(helloFrame({ seq: sinceOf(last), head }))
      for (let seq = sinceOf(last) + 1; seq <= head; seq++) last.send(chatEvent(seq))
      expect(seqs).toEqual(Array.from({ length: head }, (_, index) => index + 1))
    }),
  )
})
