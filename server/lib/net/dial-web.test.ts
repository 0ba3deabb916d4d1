import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { createWebDial, type HeaderSocketClass } from './dial-web.ts'
import type { SocketEnd } from './dial.ts'

// This WebSocket has the web's interface, and accepts headers like Deno's.
const dial = createWebDial(WebSocket as unknown as HeaderSocketClass)

let server: WebSocketServer
let url: string
beforeEach(async () => {
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await once(server, 'listening')
  url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`
})
afterEach(() => server.close())

/** Dials, and records all callbacks until the end. */
function listen(to: string, opened: (wire: ReturnType<typeof dial>) => void = () => undefined) {
  const received: string[] = []
  const ended = new Promise<SocketEnd>((resolve) => {
    const wire = dial(
      to,
      { authorization: 'Bearer t' },
      {
        opened: () => opened(wire),
        message: (bytes) => received.push(new TextDecoder().decode(bytes)),
        ended: resolve,
      },
    )
  })
  return { received, ended }
}

test('text and bytes arrive as bytes, headers are sent, the end has code and reason', async () => {
  server.on('connection', (socket, request) => {
    socket.send(String(request.headers.authorization))
    socket.send(Buffer.from('bytes'))
    socket.close(4004, 'no such room')
  })
  const { received, ended } = listen(url)
  expect(await ended).toEqual({ kind: 'closed', code: 4004, reason: 'no such room' })
  expect(received).toEqual(['Bearer t', 'bytes'])
})

test('sent bytes arrive, and our own close is an end too', async () => {
  const said = new Promise<string>((resolve) =>
    server.on('connection', (socket) =>
      socket.on('message', (data: Buffer) => resolve(String(data))),
    ),
  )
  const { ended } = listen(url, (wire) => {
    wire.send(new TextEncoder().encode('hi'))
    wire.close()
    wire.terminate()
  })
  expect(await said).toBe('hi')
  expect(await ended).toMatchObject({ kind: 'closed' })
})

test('a host that does not exist is unreachable', async () => {
  server.close()
  await once(server, 'close')
  expect(await listen(url).ended).toMatchObject({ kind: 'unreachable' })
})
