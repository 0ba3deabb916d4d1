import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ServerProcess, startServerProcess } from '../kit/server.ts'

const ownerToken = 'a-token-for-this-test-0123456789abcdef'

let server: ServerProcess
beforeAll(async () => {
  server = await startServerProcess({ OWNER_TOKEN: ownerToken })
})
afterAll(() => server.end())

const trace = /\bat .+:\d+:\d+|node_modules|\.ts\b/
const sse = { accept: 'text/event-stream' }

test.each([
  ['/rooms/demo:busy/stream?last=-1', sse, 400, 'bad-request'],
  ['/rooms/demo:busy/stream?since=%00', sse, 400, 'bad-request'],
  ['/rooms/demo:busy/stream?types=%F0%9F%98%80', sse, 400, 'bad-request'],
  ['/rooms/demo:busy/stream', { ...sse, 'last-event-id': 'nonsense' }, 400, 'bad-request'],
  ['/rooms/demo:busy/stream', {}, 400, 'bad-request'],
  ['/rooms/..%2F..%2Fetc%2Fpasswd', {}, 400, 'bad-request'],
  ["/rooms/'%20or%201=1", {}, 400, 'bad-request'],
  [`/rooms/${'a'.repeat(5000)}`, {}, 400, 'bad-request'],
  ['/rooms/demo:0', {}, 404, 'no-such-room'],
  ['/rooms/demo:99999999', {}, 404, 'no-such-room'],
  ['/rooms/bilibili:no%20number', {}, 400, 'bad-request'],
  ['/rooms/__proto__', {}, 400, 'bad-request'],
  ['/rooms/constructor:x', {}, 404, 'no-such-room'],
  ['/assets/..%2f..%2fpackage.json', {}, 404, 'not-found'],
  ['/kit/v1/%2e%2e%2f%2e%2e%2fpackage.json', {}, 404, 'not-found'],
  ['/api/rooms?token=wrong', {}, 401, 'wrong-token'],
  ['/api/rooms', { authorization: 'Bearer wrong' }, 401, 'wrong-token'],
  ['/api/rooms', { origin: 'https://evil.example' }, 403, 'forbidden-origin'],
  ['/no/such/route', {}, 404, 'not-found'],
])('GET %s with %j is refused with %i %s', async (path, headers, status, code) => {
  const response = await fetch(`${server.url}${path}`, { headers })
  const text = await response.text()
  expect(response.status).toBe(status)
  expect(JSON.parse(text)).toMatchObject({ code, detail: expect.any(String) })
  expect(text).not.toMatch(trace)
})

test.each([
  ['POST', '/api/rooms'],
  ['PATCH', '/api/rooms/night'],
  ['DELETE', '/api/rooms/night'],
  ['PUT', '/api/credentials/main'],
  ['DELETE', '/api/credentials/main'],
  ['GET', '/api/credentials'],
  ['POST', '/api/doctor'],
])('S0-16 %s %s wants a token, on this machine too', async (method, path) => {
  const response = await fetch(`${server.url}${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(method !== 'GET' && { body: '{}' }),
  })
  expect(response.status).toBe(401)
})

test.each([
  ['POST', '/api/login', '{"token":', 400],
  ['POST', '/api/login', '[]', 400],
  ['POST', '/api/login', `{"token":"${'x'.repeat(100_000)}"}`, 413],
  ['POST', '/', 'x', 404],
  ['PUT', '/rooms/demo:busy', '{}', 404],
])('%s %s with a bad body is refused', async (method, path, body, status) => {
  const headers = { 'content-type': 'application/json' }
  const init: RequestInit = { method, headers, body }
  const response = await fetch(`${server.url}${path}`, init)
  const text = await response.text()
  expect(response.status).toBe(status)
  expect(text).not.toMatch(trace)
})

test.each([
  ['a header without end', 'GET / HTTP/1.1\r\nHost: localhost\r\nX: y', false],
  ['not HTTP', '\u0016\u0003\u0001\u0002\u0000\r\n\r\n', true],
  ['a target that is no URL', 'GET http://[ HTTP/1.1\r\nHost: localhost\r\n\r\n', true],
  [
    'two lengths',
    'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
    true,
  ],
  ['no host', 'GET / HTTP/1.1\r\n\r\n', true],
  [
    'an upgrade to nothing',
    'GET // HTTP/1.1\r\nHost: localhost\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n',
    true,
  ],
])('raw bytes with %s do not hurt', async (_name, bytes, answered) => {
  const answer = await speak(bytes)
  expect(answer).toMatch(answered ? /^HTTP\/1\.1 [45]\d\d/ : /^$/)
  expect(answer).not.toMatch(trace)
  expect((await fetch(`${server.url}/livez`)).status).toBe(200)
})

test('the pages, the contract and the health of the server are available', async () => {
  for (const path of [
    '/',
    '/overlay',
    '/login',
    '/schema/feed.json',
    '/asyncapi.json',
    '/openapi.json',
    '/metrics',
  ]) {
    const { status } = await fetch(`${server.url}${path}`)
    expect({ path, status }).toEqual({ path, status: 200 })
  }
  expect(await (await fetch(`${server.url}/readyz`)).json()).toEqual({ status: 'ok' })
})

test('in the end no request has caused an internal error', () => {
  const errors = server
    .output()
    .split('\n')
    .filter((line) => line.includes('"level":50'))
  expect(errors).toEqual([])
})

/** Returns the answer of the server to raw bytes within half a second. */
function speak(bytes: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
    let answer = ''
    socket.on('data', (chunk) => (answer += chunk.toString('latin1')))
    socket.on('close', () => resolve(answer))
    socket.on('error', () => resolve(answer))
    socket.setTimeout(500, () => socket.destroy())
    socket.write(bytes, 'latin1')
  })
}
