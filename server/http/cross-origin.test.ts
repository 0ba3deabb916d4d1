import { expect, test } from 'vitest'
import { createOwner, hashToken } from '../account/owner.ts'
import { createApp } from './app.ts'
import { guardOptionsOf } from './auth/origin-check.ts'
import type { Route } from './route.ts'

const mine = 'https://mine.example'
const other = 'https://other.example'
const token = 'owner-token-of-this-test-0123456789abcdef'

const handle: Route['handle'] = async (c) => c.text(await c.req.text())
const routes: readonly Route[] = [
  { method: 'GET', path: '/things', access: 'public', shared: true, handle },
  { method: 'POST', path: '/things', access: 'administer', audit: 'none', handle },
  {
    method: 'PUT',
    path: '/things/:id',
    access: 'administer',
    audit: 'none',
    handle,
    maxBodyBytes: 200_000,
  },
]

/** Sends a request to a public server whose settings name one origin. */
async function ask(method: string, path: string, headers: Record<string, string>, body?: string) {
  const app = createApp({
    routes,
    guard: guardOptionsOf({ host: '0.0.0.0', origins: [mine], trustedProxies: [] }),
    credentials: {
      owner: createOwner(await hashToken(token)),
      tokens: { find: async () => undefined },
      tickets: { take: async () => undefined },
      limits: { attempt: async (_from, _key, find) => find() },
    },
    limits: { enter: () => () => undefined },
    log: {
      debug: () => undefined,
      info: () => undefined,
      warn: () => undefined,
      error: () => undefined,
    },
    onProblem: () => undefined,
    onChange: () => Promise.resolve(),
  })
  const init = { method, headers: { host: 'relay.example', ...headers }, ...(body && { body }) }
  const response = await app.request(`http://relay.example${path}`, init)
  const header = (name: string) => response.headers.get(`access-control-${name}`)
  return { status: response.status, header, vary: response.headers.get('vary') }
}

const bearer = { authorization: `Bearer ${token}` }
const preflight = { 'access-control-request-method': 'POST' }

test('a page of an origin in the settings changes things with a token, after a preflight', async () => {
  const asked = await ask('OPTIONS', '/things', { origin: mine, ...preflight })
  expect([asked.status, asked.header('allow-origin'), asked.vary]).toEqual([204, mine, 'origin'])
  expect(asked.header('allow-methods')).toBe('GET, POST')
  expect(asked.header('allow-headers')).toMatch(/authorization.*content-type/)
  expect(asked.header('allow-credentials')).toBeNull()
  const done = await ask('POST', '/things', { origin: mine, ...bearer }, 'x')
  expect([done.status, done.header('allow-origin'), done.vary]).toEqual([200, mine, 'origin'])
  expect(done.header('allow-credentials')).toBeNull()
  const refused = await ask('POST', '/things', { origin: mine }, 'x')
  expect([refused.status, refused.header('allow-origin')]).toEqual([401, mine])
})

test('a page of another origin reads shared routes only, and a preflight for others is refused', async () => {
  const asked = await ask('OPTIONS', '/things', { origin: other, ...preflight })
  expect([asked.status, asked.header('allow-methods')]).toEqual([204, 'GET'])
  expect((await ask('GET', '/things', { origin: other })).header('allow-origin')).toBe('*')
  const hidden = await ask('OPTIONS', '/things/1', { origin: other, ...preflight })
  expect([hidden.status, hidden.header('allow-origin')]).toEqual([404, null])
  const change = await ask('POST', '/things', { origin: other, ...bearer }, 'x')
  expect([change.status, change.header('allow-origin')]).toEqual([200, null])
})

test('a route has the limit of its body that its line names, or 64 KiB', async () => {
  const status = async (method: string, path: string, bytes: number) =>
    (await ask(method, path, bearer, 'x'.repeat(bytes))).status
  expect(await status('POST', '/things', 64 * 1024)).toBe(200)
  expect(await status('POST', '/things', 64 * 1024 + 1)).toBe(413)
  expect(await status('PUT', '/things/1', 200_000)).toBe(200)
  expect(await status('PUT', '/things/1', 200_001)).toBe(413)
})
