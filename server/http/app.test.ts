import { serializeSigned } from 'hono/utils/cookie'
import { expect, test } from 'vitest'
import { createOwner, hashToken } from '../account/owner.ts'
import type { Scope } from '../../proto/api/scope.ts'
import { createFakeSessionStore } from '../account/session.fake.ts'
import { Sessions } from '../account/session.ts'
import { createTickets } from '../account/ticket.ts'
import { createFakeTokenStore } from '../account/token.fake.ts'
import { Tokens } from '../account/token.ts'
import { createFakeClock } from '../lib/time/clock.fake.ts'
import { createLogger } from '../lib/logger.ts'
import type { Access } from './auth/authorize.ts'
import type { Connection } from './connection.ts'
import { createApp } from './app.ts'
import { sessionCookie } from './auth/authenticate.ts'
import { guardOptionsOf } from './auth/origin-check.ts'
import { logRefusedNames } from './auth/log-refused.ts'
import { createFakeConnection } from './connection.fake.ts'
import { Limits } from './limit/limits.ts'
import type { Route } from './route.ts'
import { refusal } from '../store/engine/db.ts'
import { healthRoutes } from './route/health.ts'
import { sessionRoutes } from './route/session.ts'
import { tokenRoutes } from './route/token.ts'

const token = 'owner-token-of-this-test-0123456789abcdef'
const cookieKey = 'a-cookie-key-of-this-test'
const reach = { origins: [], trustedProxies: [] }
const limits = {
  maxSockets: 9,
  maxSocketsPerAddress: 9,
  streamsPerMinute: 9,
  loginsPerQuarter: 10,
  testEventsPerSecond: 100,
}

async function start(loopback = true, extra: readonly Route[] = []) {
  const clock = createFakeClock()
  const owner = createOwner(await hashToken(token))
  const lines: string[] = []
  const codes: string[] = []
  const log = createLogger('debug', (line) => lines.push(line))
  const store = createFakeTokenStore()
  const tokens = new Tokens({ store, clock, log, onRevoked: () => undefined })
  const tickets = await createTickets(clock)
  const shared = new Limits(limits, clock)
  const ended: string[] = []
  const sessions = new Sessions({
    store: createFakeSessionStore(),
    clock,
    log,
    onEnded: (id) => ended.push(id),
    isReading: () => false,
    whenAvailable: async (work) => void (await work()),
  })
  await sessions.load()
  const answer = (path: string, access: Access): Route => {
    return { method: 'GET', path, access, handle: (c) => c.text(c.get('principal').kind) }
  }
  const routes: readonly Route[] = [
    answer('/public', 'public'),
    { ...answer('/room', 'read'), shared: true },
    { ...answer('/stream', 'read'), tickets: true },
    answer('/local', 'observe'),
    answer('/write/:slug', { action: 'configure', room: 'slug' }),
    { ...answer('/write', 'configure'), method: 'POST' },
    answer('/owner', 'administer'),
    ...tokenRoutes({ tokens }),
    ...sessionRoutes({
      owner,
      sessions,
      cookieKey,
      limits: shared,
      onLogin: () => undefined,
    }),
    ...extra,
  ]
  const app = createApp({
    routes,
    guard: guardOptionsOf({ ...reach, host: loopback ? 'localhost' : '::' }, logRefusedNames(log)),
    credentials: {
      owner,
      tokens,
      tickets,
      limits: shared,
      sessions: { cookieKey, find: (secret: string) => sessions.find(secret) },
    },
    limits: shared,
    log,
    onProblem: (code) => codes.push(code),
  })
  const host = loopback ? 'localhost:8787' : 'relay.example'
  const request = (path: string, init: RequestInit = {}, env: object = {}): Promise<Response> => {
    const headers = { host, ...(init.headers as Record<string, string> | undefined) }
    return Promise.resolve(app.request(`http://${host}${path}`, { ...init, headers }, env))
  }
  const secretFor = async (scope: Scope, room?: string) =>
    (await tokens.create({ name: scope, scopes: [scope], room })).secret
  return { request, secretFor, lines, codes, clock, store, tokens, tickets, ended }
}

const json = { 'content-type': 'application/json' }
const login = (text: string) => ({ method: 'POST', headers: json, body: text })
const bearer = (secret: string) => ({ headers: { authorization: `Bearer ${secret}` } })

test('S2-3 S4-56 a route that declares no access does not boot', async () => {
  const route = { method: 'GET', path: '/x', handle: () => new Response() } as unknown as Route
  await expect(start(true, [route])).rejects.toThrow('GET /x declares no access rule')
})

test('A2: clients behind a proxy are not local, on any listener', async () => {
  const { request } = await start(true)
  const status = async (connection: Connection) =>
    (await request('/local', {}, { connection })).status
  expect(await status(createFakeConnection({ address: '127.0.0.1', local: true }))).toBe(200)
  expect(await status(createFakeConnection({ address: '127.0.0.1', local: false }))).toBe(401)
})

test.each([
  ['img', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }],
  ['iframe', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }],
  ['page of another port', { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors' }],
])(
  'M2: an %s of another site opens no room on this machine, but loads files',
  async (_, headers) => {
    const opened: string[] = []
    const handle: Route['handle'] = (c) => {
      opened.push(c.req.path)
      return c.text('')
    }
    const { request } = await start(true, [
      { method: 'GET', path: '/rooms/:id', access: 'read', shared: true, handle },
      { method: 'GET', path: '/file', access: 'public', file: true, handle },
    ])
    for (const method of ['GET', 'HEAD']) {
      const refused = await request('/rooms/demo:busy', { method, headers })
      expect(refused.status).toBe(403)
    }
    expect(opened).toEqual([])
    expect((await request('/file', { headers })).status).toBe(200)
    expect(
      (await request('/rooms/own', { headers: { 'sec-fetch-site': 'same-origin' } })).status,
    ).toBe(200)
    expect((await request('/rooms/typed', { headers: { 'sec-fetch-site': 'none' } })).status).toBe(
      200,
    )
    expect(opened).toEqual(['/file', '/rooms/own', '/rooms/typed'])
  },
)

test('D5: a refused page is logged in one line, with the setting that allows it', async () => {
  const { request, lines } = await start(true)
  const warned = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>)
  for (let i = 0; i < 3; i++) {
    await request('/public', { headers: { origin: 'http://localhost:5173' } })
    await request('/public', { headers: { host: 'relay.example' } })
  }
  expect(warned().filter(({ level }) => level === 40)).toMatchObject([
    { origin: 'http://localhost:5173', cure: expect.stringContaining('ORIGINS') },
    { host: 'relay.example', cure: expect.stringMatching(/PUBLIC_URL.*TRUSTED_PROXIES/) },
  ])
})

test.each([
  [true, '/public', undefined, 200],
  [true, '/room', undefined, 200],
  [true, '/local', undefined, 200],
  [true, '/write/a', undefined, 401],
  [true, '/owner', undefined, 401],
  [false, '/public', undefined, 200],
  [false, '/room', undefined, 200],
  [false, '/local', undefined, 401],
  [false, '/write/a', undefined, 401],
  [false, '/owner', undefined, 401],
  [false, '/local', `Bearer ${token}`, 200],
  [false, '/write/a', `Bearer ${token}`, 200],
  [false, '/owner', `Bearer ${token}`, 200],
  [true, '/public', 'Bearer wrong', 401],
  [true, '/room', 'Bearer wrong', 401],
])('loopback %j, %s with %j answers %i', async (loopback, path, authorization, status) => {
  const { request } = await start(loopback)
  const response = await request(path, authorization ? { headers: { authorization } } : {})
  expect(response.status).toBe(status)
})

test('a problem is problem+json with a stable code and the request id (S2-35, S2-36)', async () => {
  const { request, codes } = await start()
  const response = await request('/nowhere', { headers: { 'x-request-id': 'req-7' } })
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  expect(response.headers.get('x-request-id')).toBe('req-7')
  expect(await response.json()).toEqual({
    type: 'urn:danmu-relay:problem:not-found',
    title: 'There is nothing here',
    status: 404,
    detail: 'GET /nowhere is no route of this server',
    code: 'not-found',
    requestId: 'req-7',
  })
  expect(codes).toEqual(['not-found'])
})

test('the details of an internal error are in the log only', async () => {
  const handle = (): never => {
    throw new Error('database password is hunter2')
  }
  const { request, lines } = await start(true, [
    { method: 'GET', path: '/broken', access: 'public', handle },
  ])
  const response = await request('/broken')
  const text = await response.text()
  expect(response.status).toBe(500)
  expect(text).not.toMatch(/hunter2|\.ts|at /)
  expect(lines.join('')).toContain('hunter2')
})

/** Returns the cookie that a login sets, as a browser sends it back. */
async function cookieOf(
  { request }: Awaited<ReturnType<typeof start>>,
  { sent, secure = false }: { sent?: string; secure?: boolean } = {},
): Promise<string> {
  const init = login(JSON.stringify({ token }))
  const headers = { ...init.headers, ...(sent === undefined ? {} : { cookie: sent }) }
  const env = { connection: createFakeConnection({ secure }) }
  const response = await request('/api/session', { ...init, headers }, env)
  expect(response.status).toBe(204)
  const set = response.headers.get('set-cookie') ?? ''
  expect(set).toMatch(/HttpOnly/)
  expect(set).toMatch(/SameSite=Strict/)
  return set.split(';')[0] ?? ''
}

test('the link logs a browser in, until it logs out or twelve hours have passed', async () => {
  const app = await start()
  const { request, clock, ended } = app
  const status = async (cookie: string) => (await request('/owner', { headers: { cookie } })).status
  const cookie = await cookieOf(app)
  expect(await status(cookie)).toBe(200)
  const other = await cookieOf(app)
  const out = await request('/api/session', { method: 'DELETE', headers: { cookie } })
  expect(out.headers.get('set-cookie')).toMatch(/Max-Age=0/)
  expect(await status(cookie)).toBe(401) // L1: the old cookie is no longer valid
  expect(ended).toHaveLength(1)
  expect(await status(other)).toBe(200)
  clock.advance(13 * 3_600_000)
  expect(await status(other)).toBe(401)
})

test('L1: a logout everywhere logs out every browser', async () => {
  const app = await start()
  const { request } = app
  const cookies = [await cookieOf(app), await cookieOf(app)]
  expect((await request('/api/sessions', { method: 'DELETE' })).status).toBe(401)
  const headers = { cookie: cookies[0]! }
  expect((await request('/api/sessions', { method: 'DELETE', headers })).status).toBe(204)
  for (const cookie of cookies) {
    expect((await request('/owner', { headers: { cookie } })).status).toBe(401)
  }
})

test('T-SESS: a login does not validate a planted cookie, and ends the previous session', async () => {
  const app = await start()
  const { request } = app
  const status = async (cookie: string) => (await request('/owner', { headers: { cookie } })).status
  const mine = await cookieOf(app)
  const planted = mine.replace(/=.{10}/, '=AAAAAAAAAA')
  const given = await cookieOf(app, { sent: planted })
  expect(given).not.toBe(planted)
  expect([await status(planted), await status(given)]).toEqual([401, 200])
  const renewed = await cookieOf(app, { sent: given })
  expect([await status(given), await status(renewed)]).toEqual([401, 200])
})

test('H3: neither the stored hash of the owner token nor the cookie key is enough to forge a session', async () => {
  const app = await start()
  const { request } = app
  const hash = await hashToken(token)
  const inAnHour = String(app.clock.now() + 3_600_000)
  const secret = 'A'.repeat(43)
  for (const key of [hash, `owner-session ${hash}`, 'owner-session ', cookieKey]) {
    for (const value of [inAnHour, secret, hash]) {
      const cookie = (await serializeSigned(sessionCookie, value, key)).split(';')[0] ?? ''
      expect((await request('/owner', { headers: { cookie } })).status).toBe(401)
    }
  }
  expect((await request('/owner', bearer(hash))).status).toBe(401)
})

test('L1: over TLS the cookie has a name that no other host can set', async () => {
  const app = await start(false)
  const { request } = app
  const env = { connection: createFakeConnection({ secure: true }) }
  const cookie = await cookieOf(app, { secure: true })
  expect(cookie).toMatch(/^__Host-danmu_owner=/)
  const status = async (sent: string) =>
    (await request('/owner', { headers: { cookie: sent } }, env)).status
  expect(await status(cookie)).toBe(200)
  expect(await status(cookie.replace('__Host-', ''))).toBe(401)
})

test.each([
  ['not json', login('{'), 400, 'JSON'],
  ['no body', login(''), 400, 'JSON'],
  ['wrong type', login('{"token":5}'), 400, 'token'],
  ['unknown field', login(JSON.stringify({ token, role: 'admin' })), 400, 'role'],
  ['no content type', { method: 'POST', body: '{}' }, 400, 'application/json'],
  ['wrong token', login('{"token":"x"}'), 401, 'link'],
  ['too large', login(JSON.stringify({ token: 'x'.repeat(70_000) })), 413, 'bytes'],
  ['prototype', login('{"__proto__":{"token":"x"}}'), 400, ''],
])('a login with %s is refused with a message', async (_name, init, status, word) => {
  const { request } = await start()
  const response = await request('/api/session', init)
  expect(response.status).toBe(status)
  expect(((await response.json()) as { detail: string }).detail).toContain(word)
})

test('every response has security headers', async () => {
  const { request } = await start()
  for (const path of ['/public', '/nowhere']) {
    const { headers } = await request(path)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
  }
})

test('a token in a URL never reaches the log', async () => {
  const { request, lines } = await start(false)
  await request(`/owner?token=${token}`)
  expect(lines.length).toBeGreaterThan(0)
  expect(lines.join('')).not.toContain(token)
})

test('a token grants its scopes, for its room', async () => {
  const { request, secretFor } = await start(false)
  const [writer, here, reader] = [
    await secretFor('rooms:write'),
    await secretFor('rooms:write', 'a'),
    await secretFor('rooms:read'),
  ]
  const status = async (path: string, secret: string) =>
    (await request(path, bearer(secret))).status
  expect(await status('/write/a', writer)).toBe(200)
  expect(await status('/write/a', here)).toBe(200)
  expect(await status('/write/b', here)).toBe(403)
  expect(await status('/write/a', reader)).toBe(403)
  expect(await status('/owner', await secretFor('admin'))).toBe(403)
  expect(await (await request('/room', bearer(reader))).text()).toBe('token')
})

test('a token in a URL allows reads, but no changes', async () => {
  const { request, secretFor } = await start(false)
  const secret = await secretFor('rooms:write')
  expect((await request(`/write/a?token=${secret}`)).status).toBe(200)
  expect((await request(`/write?token=${secret}`, { method: 'POST' })).status).toBe(401)
  expect((await request('/write', { method: 'POST', ...bearer(secret) })).status).toBe(200)
})

test('a ticket opens a stream once, and other routes do not spend it', async () => {
  const { request, tickets } = await start(false)
  const { ticket } = await tickets.issue('a', undefined)
  expect(await (await request(`/public?ticket=${ticket}`)).text()).toBe('anonymous')
  expect(await (await request(`/stream?ticket=${ticket}`)).text()).toBe('ticket')
  const again = await request(`/stream?ticket=${ticket}`)
  expect(again.status).toBe(401)
  expect(await again.json()).toMatchObject({ detail: expect.stringContaining('ask for a new one') })
})

test('without the database a token is neither accepted nor rejected, and the owner is accepted (T-ERR)', async () => {
  const { request, secretFor, store } = await start(false)
  const secret = await secretFor('rooms:read')
  store.away = true
  const response = await request('/public', bearer(secret))
  const text = await response.text()
  expect(response.status).toBe(503)
  expect(response.headers.get('retry-after')).toBe('5')
  expect(text).not.toContain('10.0.0.5')
  expect((await request('/owner', bearer(token))).status).toBe(200)
  expect((await request('/api/tokens', bearer(token))).status).toBe(503)
})

test('the owner creates, lists and revokes tokens; the secret is shown once', async () => {
  const { request } = await start(false)
  const body = JSON.stringify({ name: 'backend', scopes: ['rooms:read'], room: 'quiet' })
  const headers = { ...json, ...bearer(token).headers }
  const made = await request('/api/tokens', { method: 'POST', headers, body })
  const shown = (await made.json()) as { id: string; token: string }
  expect(made.status).toBe(201)
  expect(shown).toMatchObject({ name: 'backend', scopes: ['rooms:read'], room: 'quiet' })
  expect((await request('/public', bearer(shown.token))).status).toBe(200)
  const listed = await (await request('/api/tokens', bearer(token))).text()
  expect(listed).toContain(shown.id)
  expect(listed).not.toContain(shown.token)
  expect(listed).not.toContain('hash')
  const gone = await request(`/api/tokens/${shown.id}`, { method: 'DELETE', headers })
  expect(gone.status).toBe(204)
  expect((await request('/public', bearer(shown.token))).status).toBe(401)
  const again = await request(`/api/tokens/${shown.id}`, { method: 'DELETE', headers })
  expect(again.status).toBe(404)
})

test.each([
  ['without a name', { scopes: ['rooms:read'] }],
  ['without a scope', { name: 'x', scopes: [] }],
  ['with an unknown scope', { name: 'x', scopes: ['rooms:destroy'] }],
  ['for no room', { name: 'x', scopes: ['rooms:read'], room: 'NOT A ROOM' }],
  ['with a secret of its own', { name: 'x', scopes: ['rooms:read'], token: 'mine' }],
])('a token %s is not created', async (_name, body) => {
  const { request } = await start(false)
  const headers = { ...json, ...bearer(token).headers }
  const init = { method: 'POST', headers, body: JSON.stringify(body) }
  expect((await request('/api/tokens', init)).status).toBe(400)
})

test('pages of any site may read shared routes only, without cookies (T-CORS)', async () => {
  const { request } = await start(false)
  const headers = { origin: 'https://other.example' }
  for (const init of [{ headers }, { headers: { ...headers, authorization: 'Bearer wrong' } }]) {
    const shared = await request('/room', init)
    expect(shared.headers.get('access-control-allow-origin')).toBe('*')
    expect(shared.headers.has('access-control-allow-credentials')).toBe(false)
  }
  const ask = { method: 'OPTIONS', headers: { ...headers, 'access-control-request-method': 'GET' } }
  const preflight = await request('/room', ask)
  expect(preflight.status).toBe(204)
  expect(preflight.headers.get('access-control-allow-headers')).toContain('authorization')
  for (const [method, path] of [
    ['GET', '/owner'],
    ['GET', '/api/tokens'],
    ['POST', '/api/session'],
    ['OPTIONS', '/api/session'],
    ['OPTIONS', '/api/tokens'],
  ] as const) {
    const response = await request(path, { method, headers })
    expect(response.headers.has('access-control-allow-origin')).toBe(false)
  }
  const withCookie = { headers: { ...headers, cookie: `${sessionCookie}=x` } }
  const foreign = await request('/room', withCookie)
  expect(foreign.status).toBe(403)
  expect(foreign.headers.has('access-control-allow-origin')).toBe(false)
})

test('the eleventh login attempt from one address is delayed, even with the right token', async () => {
  const { request } = await start(false)
  const env = { connection: createFakeConnection() }
  for (let i = 0; i < 10; i++) {
    expect((await request('/api/session', login('{"token":"x"}'), env)).status).toBe(401)
  }
  const late = await request('/api/session', login(JSON.stringify({ token })), env)
  expect(late.status).toBe(429)
  expect(Number(late.headers.get('retry-after'))).toBeGreaterThan(0)
})

test('M11: wrong tokens of one address cause at most ten lookups, and do not limit other addresses', async () => {
  const { request, secretFor, store, clock } = await start(false)
  const holder = await secretFor('rooms:read')
  const env = { connection: createFakeConnection() }
  const elsewhere = { connection: createFakeConnection({ address: '198.51.100.7' }) }
  const made = (i: number) => `dr_${String(i).padStart(43, '0')}`
  const flood = await Promise.all(
    Array.from({ length: 1_500 }, (_, i) =>
      i % 2
        ? request('/public', bearer(made(i)), env)
        : request(`/public?token=${made(i)}`, {}, env),
    ),
  )
  const answered = (status: number) => flood.filter((one) => one.status === status).length
  expect([answered(401), answered(429)]).toEqual([10, 1_490])
  expect(Number(flood.at(-1)?.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(store.asked.find).toBe(10)
  expect((await request('/room', bearer(holder), elsewhere)).status).toBe(200)
  // None of these ways allows further guesses of the owner token either.
  expect((await request('/owner', bearer(token), env)).status).toBe(429)
  expect((await request('/api/session', login(JSON.stringify({ token })), env)).status).toBe(429)
  clock.advance(90_000)
  expect((await request('/owner', bearer(token), env)).status).toBe(200)
})

test('M11: a token that was right from an address stays accepted after wrong ones from there', async () => {
  const { request, secretFor, store, clock } = await start(false)
  const env = { connection: createFakeConnection() }
  const [holder, late] = [await secretFor('rooms:read'), await secretFor('rooms:read')]
  const status = async (secret: string) => (await request('/room', bearer(secret), env)).status
  for (let i = 0; i < 30; i++) expect(await status(holder)).toBe(200)
  const old = `dr_${'x'.repeat(43)}`
  for (let i = 0; i < 30; i++) expect(await status(old)).toBe(401)
  expect(await status(late)).toBe(200) // the repeated wrong token of an old link counts once
  for (let i = 0; i < 20; i++) await status(`dr_${String(i).padStart(43, '0')}`)
  clock.advance(6_000) // so that it is looked up again
  expect([await status(holder), await status(late)]).toEqual([200, 200])
  store.away = true
  clock.advance(6_000)
  expect(await status(holder)).toBe(503)
})

test.each(['28P01', '3D000'])(
  'L8: a database that refuses the login (%s) is unavailable, not an internal error',
  async (code) => {
    const refuse = (): Promise<never> =>
      Promise.reject(refusal('password authentication failed for "relay"', code))
    const { request } = await start(false, [
      { method: 'GET', path: '/asks', access: 'public', handle: refuse },
    ])
    const response = await request('/asks')
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5'])
    expect(await response.text()).not.toContain('relay"')
  },
)

test('L13: responses are for pages of this origin only, and over TLS for TLS only', async () => {
  const { request } = await start(false)
  const headersOf = async (path: string, secure: boolean) =>
    (await request(path, {}, { connection: createFakeConnection({ secure }) })).headers
  const plain = await headersOf('/public', false)
  expect(plain.get('cross-origin-resource-policy')).toBe('same-origin')
  expect(plain.get('cross-origin-opener-policy')).toBe('same-origin')
  expect(plain.has('strict-transport-security')).toBe(false)
  const shared = await headersOf('/room', true)
  expect(shared.get('cross-origin-resource-policy')).toBe('cross-origin')
  expect(shared.get('strict-transport-security')).toBe('max-age=31536000')
})

test('M13: every caller sees that a room has a problem, only operators see its name', async () => {
  const trouble = async (named: boolean) => [
    `1 room is in memory only${named ? ': secret-premiere' : ''}`,
  ]
  const parts = { trouble, metrics: async () => '', loopLagMs: () => 0, liveLagMs: 1 }
  const { request, secretFor } = await start(false, healthRoutes(parts))
  const readiness = async (init: RequestInit = {}) => {
    const response = await request('/readyz', init)
    return [response.status, ((await response.json()) as { trouble: unknown }).trouble]
  }
  const counted = [503, ['1 room is in memory only']]
  expect(await readiness()).toEqual(counted)
  expect(await readiness(bearer(await secretFor('rooms:read')))).toEqual(counted)
  const named = [503, ['1 room is in memory only: secret-premiere']]
  expect(await readiness(bearer(token))).toEqual(named)
  expect(await readiness(bearer(await secretFor('admin')))).toEqual(named)
})

test('behind a TLS proxy the cookie is for TLS only', async () => {
  const { request } = await start(false)
  const env = { connection: createFakeConnection({ secure: true }) }
  const response = await request('/api/session', login(JSON.stringify({ token })), env)
  expect(response.headers.get('set-cookie')).toMatch(/; Secure/)
})
