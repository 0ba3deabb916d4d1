import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { WebSocketServer } from 'ws'
import { dialNode } from './dial-node.ts'
import type { ClientSocket, SocketEnd } from './dial.ts'

const servers: (Server | WebSocketServer)[] = []

afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

async function listen(server: Server): Promise<string> {
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Dials, runs the test's part once open, and returns all that was received. */
async function dialAndRecord(
  url: string,
  play: (wire: ClientSocket) => void = () => undefined,
): Promise<{ texts: string[]; end: SocketEnd }> {
  const texts: string[] = []
  const end = await new Promise<SocketEnd>((resolve) => {
    const wire = dialNode(
      url,
      { cookie: 'a=b' },
      {
        opened: () => play(wire),
        message: (bytes) => texts.push(new TextDecoder().decode(bytes)),
        ended: resolve,
      },
    )
  })
  return { texts, end }
}

test('frames go both ways, text arrives as bytes, and the close code is reported', async () => {
  const http = createServer()
  const url = await listen(http)
  new WebSocketServer({ server: http }).on('connection', (socket, request) => {
    socket.on('message', (data, binary) => {
      socket.send(`text, ${request.headers.cookie}`)
      socket.send(Buffer.from(`${(data as Buffer).toString()}, ${binary}`))
      socket.close(1012, 'restart')
    })
  })
  const { texts, end } = await dialAndRecord(url, (wire) =>
    wire.send(new TextEncoder().encode('ping')),
  )
  expect(texts).toEqual(['text, a=b', 'ping, true'])
  expect(end).toEqual({ kind: 'closed', code: 1012, reason: 'restart' })
})

test('a refused handshake has the status and the headers of the response', async () => {
  const http = createServer()
  const url = await listen(http)
  http.on('upgrade', (_, socket) =>
    socket.end(
      'HTTP/1.1 200 OK\r\nHandshake-Msg: DEVICE_BLOCKED\r\nHandshake-Status: 415\r\nContent-Length: 0\r\n\r\n',
    ),
  )
  const { end } = await dialAndRecord(url)
  expect(end).toMatchObject({
    kind: 'rejected',
    status: 200,
    headers: { 'handshake-msg': 'DEVICE_BLOCKED', 'handshake-status': '415' },
  })
})

test('a socket that breaks is closed with 1006', async () => {
  const http = createServer()
  const url = await listen(http)
  new WebSocketServer({ server: http }).on('connection', (socket) => socket.terminate())
  expect(await dialAndRecord(url)).toMatchObject({ end: { kind: 'closed', code: 1006 } })
})

test('bytes that are no frame end the socket at once, though the other side stays', async () => {
  const http = createServer()
  const url = await listen(http)
  new WebSocketServer({ server: http }).on('connection', (socket, request) => {
    request.socket.write(Buffer.alloc(8, 0xff))
    socket.pause()
  })
  const startedAt = performance.now()
  expect(await dialAndRecord(url)).toMatchObject({ end: { kind: 'closed', code: 1006 } })
  expect(performance.now() - startedAt).toBeLessThan(5_000)
})

test('a port without a listener is unreachable', async () => {
  const http = createServer()
  const url = await listen(http)
  http.close()
  await once(http, 'close')
  const { end } = await dialAndRecord(url)
  expect(end).toMatchObject({ kind: 'unreachable', cause: { code: 'ECONNREFUSED' } })
})

test('a frame above the cap closes the socket (T-UP-5)', async () => {
  const http = createServer()
  const url = await listen(http)
  new WebSocketServer({ server: http, maxPayload: 64 * 1024 * 1024 }).on('connection', (socket) =>
    socket.send(Buffer.alloc(17 * 1024 * 1024)),
  )
  const { texts, end } = await dialAndRecord(url)
  expect(texts).toEqual([])
  expect(end).toMatchObject({ kind: 'closed' })
})

test('a socket that is terminated while dialing ends once, and sending to it does nothing', async () => {
  const url = await listen(createServer())
  const ends: SocketEnd[] = []
  await new Promise<void>((resolve) => {
    const wire = dialNode(
      url,
      {},
      {
        opened: () => undefined,
        message: () => undefined,
        ended: (end) => {
          ends.push(end)
          resolve()
        },
      },
    )
    wire.send(new Uint8Array(1))
    wire.terminate()
    wire.close()
  })
  expect(ends).toMatchObject([{ kind: 'unreachable' }])
})
