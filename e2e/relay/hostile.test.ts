import { connect } from 'node:net'
import { deflateRawSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import { frame, openRaw, residentBytes } from './raw-socket.ts'
import { type ServerProcess, startServerProcess } from '../kit/server.ts'
import { type Subscriber, subscribe, visit } from '../kit/subscriber.ts'

const token = 'owner-of-this-test-0123456789abcdefghij'
const path = `/rooms/demo:200/stream?token=${token}`
const maxPerAddress = 20
// For the server of the slow requests; the other has the default, which a busy machine needs.
const headerTimeoutMs = 2_000
const maxGrowthBytes = 30 * 1024 * 1024

let server: ServerProcess
let healthy: Subscriber
let before = 0

const start = (environment: Readonly<Record<string, string>> = {}): Promise<ServerProcess> =>
  startServerProcess({
    HOST: '0.0.0.0',
    OWNER_TOKEN: token,
    TRUSTED_PROXIES: '127.0.0.1',
    MAX_SOCKETS_PER_ADDRESS: String(maxPerAddress),
    LOG_LEVEL: 'info',
    ...environment,
  })

beforeAll(async () => {
  server = await start()
  healthy = subscribe(server.url, path)
  await healthy.take(400) // a server that just started still grows
})
beforeEach(() => {
  before = residentBytes(server.pid)
})
afterAll(async () => {
  healthy.close()
  await server.end()
})

/** Returns the growth of the server since the start, after a healthy client received more. */
async function growth(): Promise<number> {
  await healthy.take(healthy.frames.length + 100)
  return residentBytes(server.pid) - before
}

test('10,000 messages a second from one client end its connection, and do not affect others (T-FLOOD)', async () => {
  const { socket, closed, gone } = await openRaw(server.url, path)
  const tenth = Buffer.concat(Array.from({ length: 1_000 }, () => frame(0x81, Buffer.from('x'))))
  const flood = setInterval(() => socket.write(tenth), 100)
  expect(await closed).toBe(1008)
  await gone // it continues to send whatever the answer is
  clearInterval(flood)
  expect(await growth()).toBeLessThan(maxGrowthBytes)
})

test.each([
  ['one byte', Buffer.from('x')],
  ['nothing', Buffer.alloc(0)],
])('a message in a million fragments of %s ends (T-FLOOD)', async (_name, payload) => {
  const { socket, gone } = await openRaw(server.url, path)
  socket.write(frame(0x01, payload))
  const many = Buffer.concat(Array.from({ length: 10_000 }, () => frame(0x00, payload)))
  let sent = 0
  const flood = setInterval(() => {
    if (sent++ < 100) socket.write(many)
  }, 10)
  await gone
  clearInterval(flood)
  expect(await growth()).toBeLessThan(maxGrowthBytes)
})

test('a deflate bomb is not decompressed, in a message or in a body (T-FLOOD)', async () => {
  const bomb = deflateRawSync(Buffer.alloc(64 * 1024 * 1024))
  const extension = { 'Sec-WebSocket-Extensions': 'permessage-deflate' }
  for (const payload of [bomb, bomb.subarray(0, 900)]) {
    const { socket, closed } = await openRaw(server.url, path, extension)
    socket.write(frame(0xc1, payload)) // marked as compressed
    expect(await closed).toBe(1002)
    socket.destroy()
  }
  const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' }
  const init = { method: 'POST', headers, body: gzipSync(Buffer.alloc(32 * 1024 * 1024)) }
  expect((await fetch(`${server.url}/api/login`, init)).status).toBe(400)
  expect(await growth()).toBeLessThan(maxGrowthBytes)
})

test('a flood through a trusted proxy counts as one address, whatever its own header contains (T-CONN)', async () => {
  const headers = (index: number): Record<string, string> => ({
    'x-forwarded-for': `${index % 250}.1.1.1, 10.0.0.${index % 250}, 203.0.113.7`,
  })
  const crowd = await Promise.all(
    Array.from({ length: 500 }, (_, index) => visit(server.url, path, { headers: headers(index) })),
  )
  const outcomes = (how: unknown) => crowd.filter(({ outcome }) => outcome === how)
  expect(outcomes('hello')).toHaveLength(maxPerAddress)
  expect(outcomes(429)).toHaveLength(500 - maxPerAddress)
  const home = await visit(server.url, path, { headers: { 'x-forwarded-for': '198.51.100.1' } })
  expect(home.outcome).toBe('hello')
  for (const { leave } of [...crowd, home]) leave()
  const block = await Promise.all(
    Array.from({ length: 40 }, (_, index) =>
      visit(server.url, path, { headers: { 'x-forwarded-for': `2001:db8:0:7::${index + 1}` } }),
    ),
  )
  expect(block.filter(({ outcome }) => outcome === 'hello')).toHaveLength(maxPerAddress)
  for (const { leave } of block) leave()
  expect(await growth()).toBeLessThan(maxGrowthBytes)
})

test('slowloris: incomplete requests are ended in time, and no other request waits for them (T-LORIS)', async () => {
  const slowServer = await start({
    HEADER_TIMEOUT_MS: String(headerTimeoutMs),
    REQUEST_TIMEOUT_MS: String(2 * headerTimeoutMs),
  })
  onTestFinished(() => void slowServer.end())
  const grown = residentBytes(slowServer.pid)
  const slow = (begin: string): Promise<string> => dripRequest(slowServer.url, begin)
  const heads = Array.from({ length: 500 }, () => slow('GET / HTTP/1.1\r\nHost: localhost\r\nX: '))
  const body = 'POST /api/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n'
  const bodies = Array.from({ length: 100 }, () => slow(`${body}Content-Length: 60\r\n\r\n{"`))
  let cut = 0
  const answers = [...heads, ...bodies].map(async (answer) => {
    const status = await answer
    cut += 1
    return status
  })
  for (let i = 0; i < 20; i++) expect((await fetch(`${slowServer.url}/livez`)).status).toBe(200)
  expect(cut).toBeLessThan(600) // the others were answered beside them, not after them
  // A reset after the answer may discard it where the client still writes: then it reads nothing.
  const statuses = new Set(await Promise.all(answers))
  expect(statuses).toContain('HTTP/1.1 408')
  expect([...statuses].filter((status) => status !== 'HTTP/1.1 408' && status !== '')).toEqual([])
  expect((await fetch(`${slowServer.url}/livez`)).status).toBe(200)
  expect(residentBytes(slowServer.pid) - grown).toBeLessThan(2 * maxGrowthBytes) // it just started
  expect(await growth()).toBeLessThan(maxGrowthBytes)
})

test('during all of that a healthy client loses nothing', () => {
  const [hello, ...rest] = healthy.frames
  expect(hello?.['frame']).toBe('hello')
  const seqs = rest.map(({ seq }) => Number(seq))
  expect(seqs.length).toBeGreaterThan(1_000)
  expect(seqs).toEqual(Array.from(seqs, (_, index) => (seqs[0] ?? 0) + index))
})

/** Returns the status line of the answer to a request that comes a byte at a time without end. */
function dripRequest(url: string, begin: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    let answer = ''
    const drip = setInterval(() => socket.write('a'), 200)
    socket.on('data', (chunk) => (answer += chunk.toString('latin1')))
    socket.on('error', () => undefined) // it is ended while it writes
    socket.on('close', () => {
      clearInterval(drip)
      resolve(answer.slice(0, 12))
    })
    socket.write(begin)
  })
}
