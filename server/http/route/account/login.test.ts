import { serializeSigned } from 'hono/utils/cookie'
import { expect, test } from 'vitest'
import { hashToken } from '../../../account/owner.ts'
import { bearer, cookieKey, type FakeApp, login, startApp, token } from '../../app.fake.ts'
import { sessionCookie } from '../../auth/authenticate.ts'
import { createFakeConnection } from '../../connection.fake.ts'

const ownOrigin = { origin: 'http://localhost:8787' }

/** Returns the cookie that a login sets, as a browser sends it back. */
async function cookieOf(
  { request }: FakeApp,
  { sent, secure = false }: { sent?: string; secure?: boolean } = {},
): Promise<string> {
  const init = login(JSON.stringify({ token }))
  const headers = { ...init.headers, ...(sent === undefined ? {} : { cookie: sent }) }
  const env = { connection: createFakeConnection({ secure }) }
  const response = await request('/api/login', { ...init, headers }, env)
  expect(response.status).toBe(200)
  const set = response.headers.get('set-cookie') ?? ''
  expect(set).toMatch(/HttpOnly/)
  expect(set).toMatch(/SameSite=Strict/)
  return set.split(';')[0] ?? ''
}

test('the link logs a browser in, until it logs out or twelve hours have passed', async () => {
  const app = await startApp()
  const { request, clock, ended } = app
  const status = async (cookie: string) => (await request('/owner', { headers: { cookie } })).status
  const cookie = await cookieOf(app)
  expect(await status(cookie)).toBe(200)
  const other = await cookieOf(app)
  const logout = (headers: Record<string, string>) =>
    request('/api/logout', { method: 'POST', headers: { cookie, ...headers } })
  expect((await logout({})).status).toBe(403) // a browser says which page logs it out
  expect(await status(cookie)).toBe(200)
  const out = await logout(ownOrigin)
  expect(out.headers.get('set-cookie')).toMatch(/Max-Age=0/)
  expect(await status(cookie)).toBe(401) // L1: the old cookie is no longer valid
  expect(ended).toHaveLength(1)
  expect(await status(other)).toBe(200)
  clock.advance(13 * 3_600_000)
  expect(await status(other)).toBe(401)
})

test('L1: a logout everywhere logs out every browser', async () => {
  const app = await startApp()
  const { request } = app
  const cookies = [await cookieOf(app), await cookieOf(app)]
  expect((await request('/api/me/sessions', { method: 'DELETE' })).status).toBe(401)
  const headers = { cookie: cookies[0]!, ...ownOrigin }
  expect((await request('/api/me/sessions', { method: 'DELETE', headers })).status).toBe(204)
  for (const cookie of cookies) {
    expect((await request('/owner', { headers: { cookie } })).status).toBe(401)
  }
})

test('T-SESS: a login does not validate a planted cookie, and ends the previous session', async () => {
  const app = await startApp()
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
  const app = await startApp()
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

test('S2-10 S4-29: a session that is valid, expired, revoked, replaced or forged has an answer of its own', async () => {
  const app = await startApp()
  const { request, sessions, clock } = app
  const answer = async (cookie: string) => {
    const response = await request('/owner', { headers: { cookie } })
    const { reason } = (response.ok ? {} : await response.json()) as { readonly reason?: string }
    return [response.status, reason]
  }
  const [replaced, revoked, expired] = [
    await cookieOf(app),
    await cookieOf(app),
    await cookieOf(app),
  ]
  expect(await answer(expired)).toEqual([200, undefined])
  await cookieOf(app, { sent: replaced })
  expect(await answer(replaced)).toEqual([401, 'replaced'])
  const [, , revokedSession] = sessions.listOf('owner')
  await sessions.end(revokedSession!.id)
  expect(await answer(revoked)).toEqual([401, 'revoked'])
  expect(await answer(expired.replace(/=.{10}/, '=AAAAAAAAAA'))).toEqual([401, 'forged'])
  clock.advance(12 * 3_600_000)
  expect(await answer(expired)).toEqual([401, 'expired'])
  expect(await answer('other=1')).toEqual([401, undefined])
})

test('L1: over TLS the cookie has a name that no other host can set', async () => {
  const app = await startApp(false)
  const { request } = app
  const env = { connection: createFakeConnection({ secure: true }) }
  const cookie = await cookieOf(app, { secure: true })
  expect(cookie).toMatch(/^__Host-danmu_session=/)
  const status = async (sent: string) =>
    (await request('/owner', { headers: { cookie: sent } }, env)).status
  expect(await status(cookie)).toBe(200)
  expect(await status(cookie.replace('__Host-', ''))).toBe(401)
})

test('behind a TLS proxy the cookie is for TLS only', async () => {
  const { request } = await startApp(false)
  const env = { connection: createFakeConnection({ secure: true }) }
  const response = await request('/api/login', login(JSON.stringify({ token })), env)
  expect(response.headers.get('set-cookie')).toMatch(/; Secure/)
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
  const { request } = await startApp()
  const response = await request('/api/login', init)
  expect(response.status).toBe(status)
  expect(((await response.json()) as { detail: string }).detail).toContain(word)
})

test('S2-4: the eleventh login attempt from one address is delayed, even with the right token', async () => {
  const { request } = await startApp(false)
  const env = { connection: createFakeConnection() }
  for (let i = 0; i < 10; i++) {
    expect((await request('/api/login', login('{"token":"x"}'), env)).status).toBe(401)
  }
  const late = await request('/api/login', login(JSON.stringify({ token })), env)
  expect(late.status).toBe(429)
  expect(Number(late.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(late.headers.get('ratelimit')).toBe(`"default";r=0;t=${late.headers.get('retry-after')}`)
})
