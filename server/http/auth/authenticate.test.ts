import { expect, test } from 'vitest'
import { bearer, login, startApp, token } from '../app.fake.ts'
import { createFakeConnection } from '../connection.fake.ts'

test('a token in a URL never reaches the log', async () => {
  const { request, lines } = await startApp(false)
  await request(`/owner?token=${token}`)
  expect(lines.length).toBeGreaterThan(0)
  expect(lines.join('')).not.toContain(token)
})

test('a token grants its scopes, for its room', async () => {
  const { request, secretFor } = await startApp(false)
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
  const { request, secretFor } = await startApp(false)
  const secret = await secretFor('rooms:write')
  expect((await request(`/write/a?token=${secret}`)).status).toBe(200)
  expect((await request(`/write?token=${secret}`, { method: 'POST' })).status).toBe(401)
  expect((await request('/write', { method: 'POST', ...bearer(secret) })).status).toBe(200)
})

test('a ticket opens a stream once, and other routes do not spend it', async () => {
  const { request, tickets } = await startApp(false)
  const { ticket } = await tickets.issue('a', undefined)
  expect(await (await request(`/public?ticket=${ticket}`)).text()).toBe('anonymous')
  expect(await (await request(`/stream?ticket=${ticket}`)).text()).toBe('ticket')
  const again = await request(`/stream?ticket=${ticket}`)
  expect(again.status).toBe(401)
  expect(await again.json()).toMatchObject({ detail: expect.stringContaining('ask for a new one') })
})

test('without the database a token is neither accepted nor rejected, and the owner is accepted (T-ERR)', async () => {
  const { request, secretFor, store } = await startApp(false)
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

test('M11: wrong tokens of one address cause at most ten lookups, and do not limit other addresses', async () => {
  const { request, secretFor, store, clock } = await startApp(false)
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
  expect((await request('/api/login', login(JSON.stringify({ token })), env)).status).toBe(429)
  clock.advance(90_000)
  expect((await request('/owner', bearer(token), env)).status).toBe(200)
})

test('M11: a token that was right from an address stays accepted after wrong ones from there', async () => {
  const { request, secretFor, store, clock } = await startApp(false)
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
