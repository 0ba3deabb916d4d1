import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createConsumer } from './consumer.ts'
import { python, pythonClient, type Speaker, startProgram } from '../kit/python.ts'
import { startServerProcess } from '../kit/server.ts'

const consumer = createConsumer('ws')
consumer.write(
  'follow.js',
  `import { connect } from 'danmu-relay/client'
import { WebSocket } from 'ws'
const [src, how, token] = process.argv.slice(2)
const feed = connect(src, { types: ['chat'], WebSocket, ...(token && { token }) })
if (how === 'status') feed.on('status', (status) => console.log(JSON.stringify(status)))
feed.on('chat', ({ user, text }) => console.log(user?.name ?? 'Anonymous', text))
`,
)

const js = (...args: readonly string[]): Speaker =>
  startProgram(process.execPath, ['follow.js', ...args], { cwd: consumer.path })
const py = (env: Readonly<Record<string, string>>, ...args: readonly string[]): Speaker =>
  startProgram(python, [pythonClient, ...args], { env })

/** A server, or a proxy before one, that answers every handshake with a status. */
let server: Server
let asked: IncomingMessage[] = []
let answer: { status: number; headers?: Record<string, string>; body?: string }
let stream: string
beforeAll(async () => {
  server = createServer()
  server.on('upgrade', (request: IncomingMessage, socket) => {
    asked.push(request)
    const { status, headers = {}, body = '' } = answer
    const lines = Object.entries({ 'content-length': body.length, ...headers })
    const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')
    socket.end(`HTTP/1.1 ${status} Words\r\nconnection: close\r\n${head}\r\n${body}`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  stream = `http://127.0.0.1:${port}/rooms/demo:busy/stream`
})
beforeEach(() => (asked = []))
afterAll(() => {
  server.close()
  consumer.remove()
})

describe.each([403, 404])('C2 a handshake answered with %i', (status) => {
  beforeAll(() => {
    answer = { status, body: '{"detail":"set PUBLIC_URL"}' }
  })

  test('ends the JavaScript client, which prints it if there is no listener', async () => {
    const program = js(stream)
    expect(await program.ended).toBe(0)
    const address = stream.replace('http', 'ws')
    expect(program.errors()).toBe(`danmu-relay: ${address}: set PUBLIC_URL (${status})\n`)
    expect(asked).toHaveLength(1)
  })

  test('ends the Python client with an error', async () => {
    const program = py({}, stream)
    expect(await program.ended).toBe(1)
    expect(program.errors()).toMatch(/^refused: (set PUBLIC_URL|HTTP status \d+)$/m)
    expect(asked).toHaveLength(1)
  })
})

describe('C2 Retry-After of a handshake answered with 429', () => {
  beforeAll(() => {
    answer = { status: 429, headers: { 'retry-after': '7' }, body: '<html>' }
  })

  test('delays the JavaScript client', async () => {
    const program = js(stream, 'status')
    await program.until((lines) => lines.some((line) => line.includes('waiting')))
    await program.stop('SIGKILL')
    const { delayMs } = JSON.parse(program.lines[0]!) as { delayMs: number }
    expect(delayMs).toBeGreaterThanOrEqual(7000)
    expect(delayMs).toBeLessThan(7500)
  })

  test('delays the Python client', async () => {
    const program = py({ PYTHONUNBUFFERED: '1' }, stream)
    await program.untilError(/next try in 7\.\d s/)
    expect(await program.stop('SIGKILL')).toBeNull()
  })
})

describe.each(['localhost:8787/rooms/a/stream', 'http://h/other', 'ftp://h/rooms/a/stream'])(
  'C2 the address %s',
  (address) => {
    test('is refused by the JavaScript client before the first attempt', async () => {
      const program = js(address)
      expect(await program.ended).toBe(1)
      expect(program.errors()).toContain('TypeError: not a feed')
    })

    test('is refused by the Python client before the first attempt', async () => {
      const program = py({}, address)
      expect(await program.ended).toBe(2)
      expect(program.errors()).toContain('not a feed')
    })
  },
)

test('C5 both clients send a token as a header, and the server accepts it', async () => {
  const token = 'owner-of-this-test-0123456789abcdefghij'
  const relay = await startServerProcess({
    OWNER_TOKEN: token,
    PUBLIC_URL: 'https://relay.example', // no caller counts as local
  })
  const src = `${relay.url}/rooms/demo:busy`
  const programs = [js(src, 'quiet', token), py({ DANMU_TOKEN: token }, `${src}/stream`)]
  for (const program of programs) await program.until((lines) => lines.length > 0)
  for (const program of programs) await program.stop('SIGKILL')
  await relay.end()
  answer = { status: 403 }
  for (const program of [js(stream, 'quiet', token), py({ DANMU_TOKEN: token }, stream)]) {
    await program.ended
  }
  const requests = asked.map(({ url, headers }) => [String(url), headers.authorization])
  expect(Object.fromEntries(requests)).toEqual({
    '/rooms/demo:busy/stream?types=chat': `Bearer ${token}`,
    '/rooms/demo:busy/stream': `Bearer ${token}`,
  })
})
