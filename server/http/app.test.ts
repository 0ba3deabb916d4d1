import { expect, test } from 'vitest'
import { refusal } from '../store/engine/db.ts'
import { bearer, startApp, token } from './app.fake.ts'
import { sessionCookie } from './auth/authenticate.ts'
import type { Connection } from './connection.ts'
import { createFakeConnection } from './connection.fake.ts'
import type { Route } from './route.ts'
import { healthRoutes } from './route/health.ts'

test('S2-3 S4-56 a route that declares no access does not boot', async () => {
  const route = { method: 'GET', path: '/x', handle: () => new Response() } as unknown as Route
  await expect(startApp(true, [route])).rejects.toThrow('GET /x declares no access rule')
})

test('S2-32: a route that can change something and declares no audit rule does not boot', async () => {
  const handle = (): Response => new Response()
  const route: Route = { method: 'POST', path: '/x', access: 'public', handle }
  await expect(startApp(true, [route])).rejects.toThrow('POST /x declares no audit rule')
})

test('A2: clients behind a proxy are not local, on any listener', async () => {
  const { request } = await startApp(true)
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
    const { request } = await startApp(true, [
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
  const { request, lines } = await startApp(true)
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
  const { request } = await startApp(loopback)
  const response = await request(path, authorization ? { headers: { authorization } } : {})
  expect(response.status).toBe(status)
})

test('a problem is problem+json with a stable code and the request id (S2-35, S2-36)', async () => {
  const { request, codes } = await startApp()
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
  const { request, lines } = await startApp(true, [
    { method: 'GET', path: '/broken', access: 'public', handle },
  ])
  const response = await request('/broken')
  const text = await response.text()
  expect(response.status).toBe(500)
  expect(text).not.toMatch(/hunter2|\.ts|at /)
  expect(lines.join('')).toContain('hunter2')
})

test('every response has security headers', async () => {
  const { request } = await startApp()
  for (const path of ['/public', '/nowhere']) {
    const { headers } = await request(path)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
  }
})

test('pages of any site may read shared routes only, without cookies (T-CORS)', async () => {
  const { request } = await startApp(false)
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
    ['POST', '/api/login'],
    ['OPTIONS', '/api/login'],
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

test.each(['28P01', '3D000'])(
  'L8: a database that refuses the login (%s) is unavailable, not an internal error',
  async (code) => {
    const refuse = (): Promise<never> =>
      Promise.reject(refusal('password authentication failed for "relay"', code))
    const { request } = await startApp(false, [
      { method: 'GET', path: '/asks', access: 'public', handle: refuse },
    ])
    const response = await request('/asks')
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5'])
    expect(await response.text()).not.toContain('relay"')
  },
)

test('L13: responses are for pages of this origin only, and over TLS for TLS only', async () => {
  const { request } = await startApp(false)
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
  const { request, secretFor } = await startApp(false, healthRoutes(parts))
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
