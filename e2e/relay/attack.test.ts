import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  root,
  type ServerProcess,
  settled,
  startServerProcess,
  temporaryFolder,
} from '../kit/server.ts'

const stream = '/rooms/demo:busy/stream'
const asksForHealth = 'GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n'
const asksForStream = `GET ${stream} HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n`

let server: ServerProcess
beforeAll(async () => {
  server = await startServerProcess({ MAX_SOCKETS: '2000' })
})
afterAll(() => server.end())

test('H1: fifty pipelined requests for streams on one connection open one stream, until the connection ends', async () => {
  const crowd = await Promise.all(Array.from({ length: 44 }, () => open(server.url)))
  for (const { socket } of crowd) socket.write(asksForStream.repeat(50))
  await Promise.all(crowd.map(({ received }) => received(/"frame":"hello"/)))
  expect(await readers()).toEqual({ sse: 44, ws: 0 })
  for (const { socket } of crowd) socket.destroy()
  await expect.poll(readers).toEqual({ sse: 0, ws: 0 })

  const honest = await fetch(`${server.url}${stream}`, { headers: { accept: 'text/event-stream' } })
  expect(honest.status).toBe(200)
  expect(await readers()).toEqual({ sse: 1, ws: 0 })
  await honest.body?.cancel()
})

test('H1: a request after a stream on the same connection is refused', async () => {
  const before = await problems()
  const { socket, received } = await open(server.url)
  socket.write(asksForHealth + asksForStream)
  const answers = await received(/"frame":"hello"/)
  expect(answers).toMatch(/"status":"ok"[\s\S]*HTTP\/1\.1 200 OK[\s\S]*event-stream/)
  socket.write(asksForHealth)
  await expect.poll(problems).toBeGreaterThan(before)
  socket.destroy()
  await expect.poll(readers).toEqual({ sse: 0, ws: 0 })
})

test('M1: a HEAD opens no stream and no room', async () => {
  for (let i = 0; i < 51; i++) {
    const init = { method: 'HEAD', headers: { accept: 'text/event-stream' } }
    const response = await fetch(`${server.url}/rooms/demo:7/stream`, init)
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      'text/event-stream',
    ])
  }
  expect(await readers()).toEqual({ sse: 0, ws: 0 })
  const { rooms } = (await (await fetch(`${server.url}/api/rooms`)).json()) as {
    rooms: readonly { id: string }[]
  }
  expect(rooms.map(({ id }) => id)).not.toContain('demo:7')
})

test('L2: a client that asks for HTTP/2 is answered in HTTP/1.1, also if its request has a body', async () => {
  const upgrade =
    'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n'
  const { socket, received } = await open(server.url)
  socket.write(`GET /livez HTTP/1.1\r\nHost: localhost\r\n${upgrade}\r\n`)
  expect(await received(/"status":"ok"/)).toMatch(/^HTTP\/1\.1 200/)
  const body = '{"token":"wrong"}'
  const json = `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n`
  socket.write(`POST /api/login HTTP/1.1\r\nHost: localhost\r\n${upgrade}${json}\r\n${body}`)
  expect(await received(/"wrong-token"/)).toMatch(/HTTP\/1\.1 401/)
  socket.destroy()
})

test('M4: idle connections keep no other client out, and the server keeps enough open files', async () => {
  const data = temporaryFolder()
  const env = { HOST: '0.0.0.0', PORT: '0', STORE: 'off', DATA_DIR: data.path, LOG_LEVEL: 'info' }
  const command = `ulimit -n 500 && exec ${process.execPath} dist/server/cli/main.js serve`
  const child = spawn('bash', ['-c', command], { cwd: root, env: { ...process.env, ...env } })
  child.once('exit', data.remove)
  const limited = await settled(child)
  expect(limited.output()).toMatch(/"maxConnections":250,"files":500/)
  const idle: Socket[] = []
  for (let i = 0; i < 900; i++) {
    const port = Number(new URL(limited.url).port)
    const socket = connect({ port, host: '127.0.0.1', localAddress: '127.0.0.2' })
    socket.on('error', () => undefined) // the server resets it, as expected
    idle.push(socket)
  }
  await expect.poll(() => idle.filter(({ readyState }) => readyState === 'open').length).toBe(200)
  const honest = await Promise.all(
    Array.from({ length: 40 }, () =>
      fetch(`${limited.url.replace('localhost', '127.0.0.1')}/livez`),
    ),
  )
  expect(honest.map(({ status }) => status)).toEqual(Array.from({ length: 40 }, () => 200))
  for (const socket of idle) socket.destroy()
  expect(await limited.end()).toBe(0)
})

async function metrics(): Promise<string> {
  return (await fetch(`${server.url}/metrics`)).text()
}

/** Returns the number of requests that were refused as too many. */
async function problems(): Promise<number> {
  const pattern = /^danmu_http_problems_total\{code="too-many-requests"\} (\d+)$/m
  return Number(pattern.exec(await metrics())?.[1] ?? 0)
}

/** Returns the number of streams that the server counts, by transport. */
async function readers(): Promise<{ sse: number; ws: number }> {
  const text = await metrics()
  const of = (transport: string): number =>
    Number(new RegExp(`^danmu_feed_clients{transport="${transport}"} (\\d+)$`, 'm').exec(text)?.[1])
  return { sse: of('sse'), ws: of('ws') }
}

/** Opens a connection on which a test sends any text. */
async function open(url: string) {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  let text = ''
  socket.on('error', () => undefined) // the server may close it; the test checks that itself
  socket.on('data', (chunk) => (text += chunk.toString()))
  await once(socket, 'connect')
  /** Returns everything received so far, as soon as it matches a pattern. */
  const received = async (pattern: RegExp): Promise<string> => {
    while (!pattern.test(text)) await once(socket, 'data')
    return text
  }
  return { socket, received }
}
