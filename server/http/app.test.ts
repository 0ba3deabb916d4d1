import { expect, test } from 'vitest'
import { createOwner, hashToken } from '../account/owner.ts'
import { createFakeClock } from '../lib/clock.fake.ts'
import { createLogger } from '../lib/logger.ts'
import { createApp } from './app.ts'
import { sessionCookie } from './caller.ts'
import type { Access, Route } from './route.ts'
import { sessionRoutes } from './route/session.ts'

const token = 'owner-token-of-this-test-0123456789abcdef'

async function start(loopback = true, extra: readonly Route[] = []) {
  const clock = createFakeClock()
  const owner = createOwner(await hashToken(token))
  const lines: string[] = []
  const codes: string[] = []
  const answer = (path: string, access: Access): Route => {
    return { method: 'GET', path, access, handle: (c) => c.text(c.get('caller')) }
  }
  const routes = [
    answer('/public', 'public'),
    answer('/reader', 'reader'),
    answer('/owner', 'owner'),
    ...sessionRoutes(owner, clock),
    ...extra,
  ]
  const app = createApp({
    routes,
    guard: { loopback, origins: new Set(), cookie: sessionCookie },
    owner,
    clock,
    log: createLogger('debug', (line) => lines.push(line)),
    onProblem: (code) => codes.push(code),
  })
  const host = loopback ? 'localhost:8787' : 'relay.example'
  const request = (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = { host, ...(init.headers as Record<string, string> | undefined) }
    return Promise.resolve(app.request(`http://${host}${path}`, { ...init, headers }))
  }
  return { request, lines, codes, clock }
}

const json = { 'content-type': 'application/json' }
const login = (text: string) => ({ method: 'POST', headers: json, body: text })

test('a route that declares no access does not boot', async () => {
  const route = { method: 'GET', path: '/x', handle: () => new Response() } as unknown as Route
  await expect(start(true, [route])).rejects.toThrow('GET /x declares no access rule')
})

test.each([
  [true, '/public', undefined, 200],
  [true, '/reader', undefined, 200],
  [true, '/owner', undefined, 401],
  [false, '/public', undefined, 200],
  [false, '/reader', undefined, 401],
  [false, '/owner', undefined, 401],
  [false, '/reader', `Bearer ${token}`, 200],
  [false, '/owner', `Bearer ${token}`, 200],
  [true, '/public', 'Bearer wrong', 401],
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

test('a failure of ours tells the client nothing, and the log everything', async () => {
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

test('the link logs a browser in, until it logs out or thirty days have passed', async () => {
  const { request, clock } = await start()
  const response = await request('/api/session', login(JSON.stringify({ token })))
  expect(response.status).toBe(204)
  const set = response.headers.get('set-cookie') ?? ''
  expect(set).toMatch(/HttpOnly/)
  expect(set).toMatch(/SameSite=Strict/)
  const cookie = set.split(';')[0] ?? ''
  expect((await request('/owner', { headers: { cookie } })).status).toBe(200)
  const forged = cookie.replace(/=\d/, '=9')
  expect((await request('/owner', { headers: { cookie: forged } })).status).toBe(401)
  clock.advance(31 * 24 * 3_600_000)
  expect((await request('/owner', { headers: { cookie } })).status).toBe(401)
  const out = await request('/api/session', { method: 'DELETE' })
  expect(out.headers.get('set-cookie')).toMatch(/Max-Age=0/)
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
])('a login with %s is refused in words', async (_name, init, status, word) => {
  const { request } = await start()
  const response = await request('/api/session', init)
  expect(response.status).toBe(status)
  expect(((await response.json()) as { detail: string }).detail).toContain(word)
})

test('every answer is hardened', async () => {
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
