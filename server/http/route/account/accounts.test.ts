import { expect, test } from 'vitest'
import { bearer, type FakeApp, json, startApp, token } from '../../app.fake.ts'
import { createFakeConnection } from '../../connection.fake.ts'

interface Sent {
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: object
}

/** The fields of answers that these tests read. */
interface Answer {
  readonly id: string
  readonly code: string
  readonly reason?: string
  readonly name?: string
  readonly role?: string
  readonly account: { readonly id: string }
  readonly link: { readonly code: string; readonly path: string }
  readonly sessions: readonly { readonly id: string; readonly current: boolean }[]
  readonly accounts: readonly { readonly id: string; readonly name?: string }[]
  readonly next?: string
}

/** Sends a request. @returns the status, the JSON, and the headers of a browser that got the cookie. */
async function ask({ request }: FakeApp, endpoint: string, { headers = {}, body }: Sent = {}) {
  const [method = '', path = ''] = endpoint.split(' ')
  const content = body === undefined ? {} : { body: JSON.stringify(body) }
  const response = await request(path, { method, headers: { ...json, ...headers }, ...content })
  const text = await response.text()
  const [cookie = ''] = (response.headers.get('set-cookie') ?? '').split(';')
  const answer = (text === '' ? {} : JSON.parse(text)) as Answer
  return { status: response.status, answer, headers: { cookie, origin: 'http://relay.example' } }
}

const owner = bearer(token)
const open = { registration: 'open', guests: 'on', sessions: 'many' } as const
const ada = { name: 'Ada', password: 'secret word' }

/** Makes an account by the owner. @returns its id, and the headers of its browser. */
async function member(app: FakeApp, name: string, role: string) {
  const made = await ask(app, 'POST /api/accounts', { ...owner, body: { name, role } })
  expect(made.status).toBe(201)
  const reset = { password: 'secret word', reset: made.answer.link.code }
  const { status, headers } = await ask(app, 'POST /api/me/password', { body: reset })
  expect(status).toBe(200)
  return { id: made.answer.account.id, headers, code: made.answer.link.code }
}

test('S2-7 S2-8 S2-9: whoever registers is logged in, logs out, and logs in again', async () => {
  const app = await startApp(false, [], open)
  const made = await ask(app, 'POST /api/register', { body: ada })
  expect([made.status, made.answer]).toEqual([
    201,
    { id: expect.any(String) as string, name: 'Ada', role: 'viewer', createdAt: app.clock.now() },
  ])
  const taken = await ask(app, 'POST /api/register', { body: { ...ada, name: 'ADA' } })
  expect([taken.status, taken.answer.code]).toEqual([409, 'conflict'])
  expect((await ask(app, 'PATCH /api/me', { ...made, body: { name: 'Ada L' } })).status).toBe(200)
  await ask(app, 'POST /api/logout', made)
  const after = await ask(app, 'GET /api/me/sessions', made)
  expect([after.status, after.answer.code, after.answer.reason]).toEqual([
    401,
    'login-required',
    'revoked',
  ])
  const again = await ask(app, 'POST /api/login', { body: { ...ada, name: 'ada l' } })
  expect([again.status, again.answer.id]).toEqual([200, made.answer.id])
  expect(app.results).toEqual(['ok'])
})

test('S2-8: an unknown name and a wrong password get the same answer', async () => {
  const app = await startApp(false, [], open)
  await ask(app, 'POST /api/register', { body: ada })
  const answers = []
  for (const body of [
    { ...ada, password: 'x' },
    { ...ada, name: 'x' },
    { name: 'owner', password: 'x' },
  ]) {
    const { status, answer } = await ask(app, 'POST /api/login', { body })
    answers.push({ status, ...answer, requestId: '' })
  }
  expect(answers[0]).toMatchObject({ status: 401, code: 'wrong-password' })
  expect(answers[1]).toEqual(answers[0])
  expect(answers[2]).toEqual(answers[0])
  expect(app.results).toEqual(['wrong-password', 'wrong-password', 'wrong-password'])
})

test('S2-4: tries under one name are limited from all addresses together', async () => {
  const app = await startApp(false, [], open)
  const from = (i: number) => ({ connection: createFakeConnection({ address: `203.0.113.${i}` }) })
  const attempt = (i: number, name: string) => {
    const body = JSON.stringify({ name, password: 'wrong' })
    return app.request('/api/login', { method: 'POST', headers: json, body }, from(i))
  }
  for (let i = 0; i < 50; i++) expect((await attempt(i, i % 2 ? 'Ada' : 'ADA')).status).toBe(401)
  const refused = await attempt(60, 'ada')
  expect(refused.status).toBe(429)
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  expect((await attempt(61, 'Bob')).status).toBe(401)
})

test.each([
  ['closed', undefined, 403],
  ['invite', undefined, 403],
  ['open', undefined, 201],
  ['invite', 'no code', 403],
] as const)(
  'REGISTRATION=%s with the invite %j answers %i',
  async (registration, invite, status) => {
    const app = await startApp(false, [], { ...open, registration })
    const body = { ...ada, ...(invite === undefined ? {} : { invite }) }
    expect((await ask(app, 'POST /api/register', { body })).status).toBe(status)
  },
)

test('an invite makes one account, with its role, until it expires', async () => {
  const app = await startApp(false, [], { ...open, registration: 'invite' })
  const invite = async () =>
    (await ask(app, 'POST /api/invites', { ...owner, body: { role: 'host', days: 2 } })).answer.code
  const [once, late] = [await invite(), await invite()]
  const register = (name: string, code: string) =>
    ask(app, 'POST /api/register', { body: { ...ada, name, invite: code } })
  const both = await Promise.all([register('Ada', once), register('Bob', once)])
  expect(new Set(both.map(({ status }) => status))).toEqual(new Set([201, 403]))
  expect(both.find(({ status }) => status === 201)?.answer.role).toBe('host')
  app.clock.advance(2 * 24 * 3_600_000)
  expect((await register('Eve', late)).answer.code).toBe('link-spent')
})

test('a reset sets a password once, and ends the sessions of before', async () => {
  const app = await startApp(false)
  const { id, headers, code } = await member(app, 'Ada', 'viewer')
  const reuse = { body: { password: 'another word', reset: code } }
  expect((await ask(app, 'POST /api/me/password', reuse)).answer.code).toBe('link-spent')
  const { answer } = await ask(app, `POST /api/accounts/${id}/reset`, owner)
  const set = { body: { password: 'another word', reset: answer.code } }
  expect((await ask(app, 'POST /api/me/password', set)).status).toBe(200)
  expect((await ask(app, 'GET /api/me/sessions', { headers })).status).toBe(401)
  const login = (password: string) =>
    ask(app, 'POST /api/login', { body: { name: 'Ada', password } })
  expect((await login('secret word')).status).toBe(401)
  expect((await login('another word')).status).toBe(200)
})

test('a password is changed by the present one, which ends every other session', async () => {
  const app = await startApp(false)
  const { headers } = await member(app, 'Ada', 'viewer')
  const other = await ask(app, 'POST /api/login', { body: ada })
  const change = (current?: string) =>
    ask(app, 'POST /api/me/password', { headers, body: { password: 'another word', current } })
  expect([(await change()).status, (await change('wrong')).status]).toEqual([401, 401])
  const changed = await change('secret word')
  expect(changed.status).toBe(200)
  for (const [who, status] of [
    [{ headers }, 401],
    [other, 401],
    [changed, 200],
  ] as const) {
    expect((await ask(app, 'GET /api/me/sessions', who)).status).toBe(status)
  }
})

test('S2-3: a disabled account is out at once, and its tokens with it', async () => {
  const app = await startApp(false)
  const { id, headers } = await member(app, 'Ada', 'moderator')
  const wish = { name: 'bot', scopes: ['live:write'], account: id }
  const made = await ask(app, 'POST /api/tokens', { ...owner, body: wish })
  const { token: secret } = made.answer as unknown as { readonly token: string }
  expect((await app.request('/room', bearer(secret))).status).toBe(200)
  const disabled = { ...owner, body: { disabled: true } }
  expect((await ask(app, `PATCH /api/accounts/${id}`, disabled)).status).toBe(200)
  expect((await ask(app, 'GET /api/me/sessions', { headers })).answer.reason).toBe('revoked')
  expect((await app.request('/room', bearer(secret))).status).toBe(401)
  expect((await ask(app, 'POST /api/login', { body: ada })).answer.code).toBe('not-allowed')
  const { answer } = await ask(app, 'POST /api/tokens', { ...owner, body: wish })
  expect(answer.code).toBe('no-such-account')
})

test('a deleted account frees its name, and stays listed by its number', async () => {
  const app = await startApp(false, [], open)
  const { answer, headers } = await ask(app, 'POST /api/register', { body: ada })
  expect((await ask(app, 'DELETE /api/me', { headers })).status).toBe(204)
  expect((await ask(app, 'GET /api/me/sessions', { headers })).status).toBe(401)
  expect((await ask(app, 'POST /api/login', { body: ada })).status).toBe(401)
  expect((await ask(app, 'POST /api/register', { body: ada })).status).toBe(201)
  const { accounts } = (await ask(app, 'GET /api/accounts', owner)).answer
  expect(accounts.find(({ id }) => id === answer.id)).not.toHaveProperty('name')
  const gone = { ...owner, body: { role: 'host' } }
  expect((await ask(app, `PATCH /api/accounts/${answer.id}`, gone)).status).toBe(404)
  expect((await ask(app, 'DELETE /api/me', owner)).status).toBe(409) // the owner stays
})

test('a guest has a drawn name, no password, and leaves nothing behind', async () => {
  const app = await startApp(false, [], open)
  const guest = await ask(app, 'POST /api/guest')
  expect(guest.answer).toMatchObject({
    role: 'guest',
    name: expect.stringMatching(/^guest-/) as string,
  })
  const body = { password: 'secret word' }
  expect((await ask(app, 'POST /api/me/password', { ...guest, body })).status).toBe(403)
  await ask(app, 'POST /api/logout', guest)
  await expect.poll(() => app.accounts.find(guest.answer.id)).toBeUndefined()
  const closed = await startApp(false)
  expect((await ask(closed, 'POST /api/guest')).status).toBe(403)
})

test('S2-11: sessions are listed to their account alone, and ended one by one', async () => {
  const app = await startApp(false, [], open)
  const made = await ask(app, 'POST /api/register', { body: ada })
  const other = await ask(app, 'POST /api/login', { body: ada })
  const eve = await ask(app, 'POST /api/register', { body: { ...ada, name: 'Eve' } })
  const { sessions } = (await ask(app, 'GET /api/me/sessions', made)).answer
  expect(sessions.map(({ current }) => current)).toEqual([false, true])
  const end = (who: typeof made) => ask(app, `DELETE /api/me/sessions/${sessions[0]!.id}`, who)
  expect((await end(eve)).answer.code).toBe('no-such-session')
  expect((await end(made)).status).toBe(204)
  expect((await ask(app, 'GET /api/me/sessions', other)).status).toBe(401)
  expect(JSON.stringify(sessions)).not.toMatch(/hash|secret/)
})

test('with SESSIONS=single a login replaces the other sessions of the account', async () => {
  const app = await startApp(false, [], { ...open, sessions: 'single' })
  const made = await ask(app, 'POST /api/register', { body: ada })
  const other = await ask(app, 'POST /api/login', { body: ada })
  expect((await ask(app, 'GET /api/me/sessions', made)).answer.reason).toBe('replaced')
  expect((await ask(app, 'GET /api/me/sessions', other)).status).toBe(200)
})

test('only the owner manages admins; an admin manages everybody else', async () => {
  const app = await startApp(false)
  const [boss, other] = [await member(app, 'Boss', 'admin'), await member(app, 'Other', 'admin')]
  const { id } = await member(app, 'Ada', 'viewer')
  const status = async (endpoint: string, body?: object) =>
    (await ask(app, endpoint, { headers: boss.headers, ...(body && { body }) })).status
  expect(await status(`PATCH /api/accounts/${id}`, { role: 'host' })).toBe(200)
  expect(await status(`PATCH /api/accounts/${id}`, { role: 'admin' })).toBe(403)
  expect(await status(`PATCH /api/accounts/${other.id}`, { disabled: true })).toBe(403)
  expect(await status('PATCH /api/accounts/owner', { name: 'mine' })).toBe(403)
  expect(await status(`POST /api/accounts/${other.id}/reset`)).toBe(403)
  expect(await status('POST /api/accounts', { name: 'New', role: 'admin' })).toBe(403)
  const owners = { ...owner, body: { disabled: true } }
  expect((await ask(app, 'PATCH /api/accounts/owner', owners)).status).toBe(409)
})

test('accounts are listed newest first, page by page, or the one of a name', async () => {
  const app = await startApp(false)
  for (const name of ['a1', 'a2', 'a3']) {
    app.clock.advance(1)
    await ask(app, 'POST /api/accounts', { ...owner, body: { name, role: 'viewer' } })
  }
  const first = (await ask(app, 'GET /api/accounts?limit=2', owner)).answer
  expect(first.accounts.map(({ name }) => name)).toEqual(['a3', 'a2'])
  const second = (await ask(app, `GET /api/accounts?limit=2&before=${first.next}`, owner)).answer
  expect(second.accounts.map(({ name }) => name)).toEqual(['a1', 'owner'])
  expect(second.next).toBeUndefined()
  const named = async (name: string) =>
    (await ask(app, `GET /api/accounts?name=${name}`, owner)).answer.accounts
  expect(await named('A2')).toMatchObject([{ name: 'a2' }])
  expect(await named('nobody')).toEqual([])
})

test('S2-32: each change is in the audit log with its actor, and no secret is', async () => {
  const app = await startApp(false, [], open)
  const { id, headers } = await member(app, 'Ada', 'viewer')
  await ask(app, 'PATCH /api/me', { headers, body: { name: 'Ada L' } })
  await ask(app, `PATCH /api/accounts/${id}`, { ...owner, body: { role: 'host' } })
  await ask(app, 'POST /api/login', { body: { name: 'Ada L', password: 'wrong' } })
  expect(app.changes.map(({ actor, action }) => [actor, action])).toEqual([
    ['owner', 'POST /api/accounts'],
    [id, 'POST /api/me/password'],
    [id, 'PATCH /api/me'],
    ['owner', 'PATCH /api/accounts/:account'],
  ])
  expect(app.changes[2]).toMatchObject({ before: { name: 'Ada' }, after: { name: 'Ada L' } })
  expect(app.changes[3]).toMatchObject({
    target: { account: id },
    before: { role: 'viewer' },
    after: { role: 'host' },
  })
  expect(JSON.stringify(app.changes)).not.toMatch(/secret word|hashed|login#/)
})
