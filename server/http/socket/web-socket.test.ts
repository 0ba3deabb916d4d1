import { expect, test } from 'vitest'
import { createFakeRoom } from '../../hub/room.fake.ts'
import { Feed } from '../../feed/room-broadcast.ts'
import { webStreamSocketOf } from './web-socket.ts'

/** A standard WebSocket that records the sent messages. */
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
  return { ws, socket: webStreamSocketOf(ws as unknown as WebSocket) } // the members that are used
}

test('each event is a separate message, although a tick is one chunk', () => {
  const { room, clock, tick } = createFakeRoom()
  const { ws, socket } = open()
  const query = { from: { kind: 'last', count: 0 }, filter: { raw: false } } as const
  new Feed(clock).subscribe(room, query, socket.sink)
  for (const text of ['a\nb', 'c']) room.publish('demo:test', { type: 'chat', text })
  tick()
  const [hello, ...events] = ws.sent.map((text) => JSON.parse(text) as Record<string, unknown>)
  expect(hello).toMatchObject({ frame: 'hello' })
  expect(events.map(({ text }) => text)).toEqual(['a\nb', 'c'])
})

test('a long reason is cut to the size of a close frame, between two characters', () => {
  const { ws, socket } = open()
  socket.close(4004, '房'.repeat(50))
  expect(ws.closed).toEqual({ code: 4004, reason: '房'.repeat(41) })
})

test('nothing is sent after a close frame, not even a second one', () => {
  const { ws, socket } = open()
  socket.sink.end()
  socket.sink.send(new TextEncoder().encode('{}'))
  socket.close(4004, 'late')
  expect(ws.sent).toEqual([])
  expect(ws.closed?.code).toBe(1012)
  expect(socket.isOpen()).toBe(false)
})

test('a reader that lags too far is closed so that it reconnects', () => {
  const { ws, socket } = open()
  ws.bufferedAmount = 7
  expect(socket.sink.buffered()).toBe(7)
  socket.sink.reset()
  expect(ws.closed?.code).toBe(1013)
})
