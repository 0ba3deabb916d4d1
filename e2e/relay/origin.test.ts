import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OpenServer, ownerToken, startOpenServer, through, visit } from './open-server.ts'

let server: OpenServer
let secret: string
let cookie = ''

beforeAll(async () => {
  server = await startOpenServer()
  secret = await server.tokenFor({ scopes: ['rooms:read'] })
  const headers = {
    'content-type': 'application/json',
    'x-forwarded-proto': 'https', // over TLS the cookie has another name
    ...through('203.0.113.99'),
  }
  const body = JSON.stringify({ token: ownerToken })
  const response = await fetch(`${server.url}/api/login`, { method: 'POST', headers, body })
  cookie = (response.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
})
afterAll(() => server.end())

test.each([
  ['https://relay.example', 'hello'],
  ['http://relay.example', 403],
  ['https://relay.example.', 403],
  ['https://sub.relay.example', 403],
  ['https://relay.example.evil.example', 403],
  ['https://evil.example', 403],
  ['null', 403],
])(
  'T-CSWSH Origin %s with the owner’s cookie: %s; without it the client is anonymous',
  async (origin, end) => {
    const headers = { host: 'relay.example', 'x-forwarded-proto': 'https', origin }
    const withCookie = await visit(server.url, '/rooms/quiet/stream', {
      headers: { ...headers, cookie },
    })
    const anonymous = await visit(server.url, '/rooms/quiet/stream', { headers })
    const path = `/rooms/quiet/stream?token=${secret}`
    const withToken = await visit(server.url, path, { headers })
    for (const { leave } of [withCookie, anonymous, withToken]) leave()
    expect([withCookie.outcome, anonymous.outcome, withToken.outcome]).toEqual([end, 4404, 'hello'])
  },
)

test('T-CSWSH a cookie without an Origin is not the owner', async () => {
  const { outcome } = await visit(server.url, '/rooms/quiet/stream', { headers: { cookie } })
  expect(outcome).toBe(4404)
})

test.each([
  ['/rooms/open', '*'],
  ['/rooms/nobody-made-this', '*'],
  ['/api/rooms', '*'],
  ['/schema/feed.json', '*'],
  ['/kit/v1/danmu-overlay.js', '*'],
  ['/api/tokens', null],
  ['/api/rooms/open', null],
  ['/metrics', null],
  ['/', null],
])('%s is for other sites: %j (T-CORS)', async (path, allowed) => {
  const headers = { origin: 'https://other.example' }
  const response = await fetch(`${server.url}${path}`, { headers })
  await response.body?.cancel()
  expect(response.headers.get('access-control-allow-origin')).toBe(allowed)
  expect(response.headers.has('access-control-allow-credentials')).toBe(false)
})

test('no secret of such pages is in the log (T-LEAK)', () => {
  for (const text of [secret, ownerToken, cookie.replace(/^.*?=/, '')]) {
    expect(text.length).toBeGreaterThan(30)
    expect(server.output()).not.toContain(text)
  }
})
