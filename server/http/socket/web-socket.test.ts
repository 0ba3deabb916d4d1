import { expect, test } from 'vitest'
import { createFakeRoom } from '../../hub/room.fake.ts'
import { Feed } from '../../feed/room-broadcast.ts'
import { webStreamSocketOf } from './web-socket.ts'

/** A WebSocket of the web that keeps what it is given. */
class FakeWebSocket extends EventTarget {
  readyState = 1
  bufferedAmount = 0
  readonly sent: string[] = []
  closed: { readonly code: number; readonly reason: string } | undefined

  send(text: string): void {
    this.sent.push(text)
  }

  close(code: number, reason: string): void {
    this.readyState = 2
    this.closed = { code, reason }
  }
}

const open = () => {
  const ws = new FakeWebSocket()
  return { ws, socket: webStreamSocketOf(ws as unknown as WebSocket) } // all of it that is used
}

test('each event is a message of its own, though a turn is one chunk', () => {
  const { room, clock, turn } = createFakeRoom()
  const { ws, socket } = open()
  const query = { from: { kind: 'last', count: 0 }, filter: { raw: false } } as const
  new Feed(clock).subscribe(room, query, socket.sink)
  for (const text of ['a\nb', 'c']) room.publish('demo:test', { type: 'chat', text })
  turn()
  const [hello, ...events] = ws.sent.map((text) => JSON.parse(text) as Record<string, unknown>)
  expect(hello).toMatchObject({ frame: 'hello' })
  expect(events.map(({ text }) => text)).toEqual(['a\nb', 'c'])
})

test('a reason is cut to what a close frame holds, between two characters', () => {
  const { ws, socket } = open()
  socket.close(4004, '房'.repeat(50))
  expect(ws.closed).toEqual({ code: 4004, reason: '房'.repeat(41) })
})

test('after a goodbye nothing is sent, and no other goodbye is said', () => {
  const { ws, socket } = open()
  socket.sink.end()
  socket.sink.send(new TextEncoder().encode('{}'))
  socket.close(4004, 'late')
  expect(ws.sent).toEqual([])
  expect(ws.closed?.code).toBe(1012)
  expect(socket.isOpen()).toBe(false)
})

test('a reader that lags too far is sent away to come back', () => {
  const { ws, socket } = open()
  ws.bufferedAmount = 7
  expect(socket.sink.buffered()).toBe(7)
  socket.sink.reset()
  expect(ws.closed?.code).toBe(1013)
})
