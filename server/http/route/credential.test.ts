import { Hono } from 'hono'
import { describe, expect, test } from 'vitest'
import { loginCases } from '../../../proto/input/login-cases.fake.ts'
import { CredentialVault } from '../../account/credential-vault.ts'
import { createFakeClock } from '../../lib/time/clock.fake.ts'
import { createLogger } from '../../lib/logger.ts'
import { randomToken } from '../../lib/bytes/random-token.ts'
import { createSecretBox } from '../../lib/bytes/secret-box.ts'
import { platforms } from '../../platform/registry.ts'
import { openRoomsWithCatalog } from '../../room/rooms-with-catalog.fake.ts'
import { problemOfError } from '../problem-of-error.ts'
import { createFakeCollection, createFakeStorage } from '../../store/collection.fake.ts'
import { credentialTable } from '../../store/query/credential.ts'
import { credentialRoutes } from './credential.ts'

const secret = 'the-secret'
const bilibili = { platform: 'bilibili', cookie: `Cookie: a=1; SESSDATA=${secret}; b=2` }
const app = {
  platform: 'bilibili-open',
  appId: 1_700_000_000_000,
  accessKeyId: secret,
  accessKeySecret: `${secret}-2`,
  code: 'SECRET8CODE99',
}

async function start(now = 5) {
  const { catalog } = await openRoomsWithCatalog(
    [{ slug: 'night', visibility: 'public', enabled: false, sources: [], omit: [] }],
    0,
  )
  const lines: string[] = []
  const credentials = new CredentialVault({
    store: createFakeCollection({ ...credentialTable, storage: createFakeStorage() }),
    seal: await createSecretBox(randomToken()),
    clock: createFakeClock(5),
    log: createLogger('debug', (line) => lines.push(line)),
  })
  await credentials.load()
  const web = new Hono()
  const routes = credentialRoutes({
    vault: credentials,
    catalog,
    platforms,
    clock: createFakeClock(now),
  })
  for (const { method, path, handle } of routes) web.on(method, path, handle as never)
  web.onError((error) => problemOfError(error).toResponse('test'))
  const seen: string[] = []
  const ask = async (method: string, name: string, body?: object) => {
    const headers = { 'content-type': 'application/json' }
    const text = body && { body: JSON.stringify(body) }
    const response = await web.request(`/api/credentials${name}`, { method, headers, ...text })
    const answer = await response.text()
    seen.push(answer)
    return { status: response.status, body: answer === '' ? undefined : JSON.parse(answer) }
  }
  return { ask, routes, credentials, seen, lines }
}

test('S0-55 stored credentials are returned without their secrets, also by other routes', async () => {
  const { ask, credentials, seen, lines } = await start()
  const stored = { readable: true, createdAt: 5, updatedAt: 5 }
  expect(await ask('PUT', '/main', bilibili)).toEqual({
    status: 200,
    body: { name: 'main', platform: 'bilibili', cookie: 'set', ...stored },
  })
  await ask('PUT', '/own', { ...bilibili, room: 'night' })
  expect((await ask('PUT', '/app', app)).body).toMatchObject({
    appId: app.appId,
    accessKeyId: 'set',
    accessKeySecret: 'set',
    code: 'set',
  })
  const { body } = await ask('GET', '')
  expect(body.credentials.map(({ name }: { name: string }) => name)).toEqual(['app', 'main', 'own'])
  expect((await ask('GET', '/own')).body).toMatchObject({ room: 'night', cookie: 'set' })
  expect(await credentials.cookieFor('bilibili', 'x')).toBe(`a=1; SESSDATA=${secret}; b=2`)
  expect((await ask('DELETE', '/main')).status).toBe(204)
  expect(await ask('GET', '/main')).toMatchObject({
    status: 404,
    body: { code: 'no-such-credential' },
  })
  expect(await ask('DELETE', '/main')).toMatchObject({ status: 404 })
  expect(seen.join('') + lines.join('')).not.toMatch(/the-secret|SECRET8/)
})

test('only the owner manages credentials, no token does', async () => {
  const { routes } = await start()
  expect(new Set(routes.map(({ access }) => access))).toEqual(new Set(['administer']))
})

test.each([
  ['/main', { platform: 'youtube', cookie: 'a=1' }, 400, 'bilibili-open'],
  ['/main', { platform: 'bilibili', cookie: 'buvid3=1' }, 400, 'SESSDATA'],
  ['/main', { platform: 'douyin', cookie: 'ttwid=1' }, 400, 'sessionid or sessionid_ss'],
  ['/main', { platform: 'bilibili', cookie: 'sessionid=the-secret' }, 400, 'login of douyin'],
  ['/main', { platform: 'bilibili', cookie: 'SESSDATA=the…secret' }, 400, 'cut short'],
  ['/main', { ...bilibili, room: 'day' }, 404, 'room'],
  ['/Main', bilibili, 400, 'a-z'],
  ['/main', { ...app, code: '21452505' }, 400, 'identity code'],
  ['/main', { ...app, code: 'SECRET8CODE99secret' }, 400, 'identity code'],
  ['/main', { ...app, room: 'night' }, 400, 'room'],
  ['/main', { ...app, accessKeyId: 'two words' }, 400, 'accessKeyId'],
])('%s with %o is refused with a message that quotes nothing', async (name, wish, status, word) => {
  const { ask, credentials } = await start()
  const answer = await ask('PUT', name, wish)
  expect(answer.status).toBe(status)
  expect(answer.body.detail).toContain(word)
  expect(answer.body.detail).not.toMatch(/the-secret|SECRET8/)
  expect(credentials.list()).toEqual([])
})

describe('pasted logins, read by the API', () => {
  test.each(loginCases())('$kind: $platform', async ({ text, platform, ...reads }) => {
    const { ask, credentials } = await start(1_790_000_000_000)
    const { status, body } = await ask('PUT', '/main', { platform, cookie: text })
    const { cookie, leftOut, refused: reason } = reads
    const refusal = { status: 400, body: { code: 'bad-request', reason } }
    const accepted = { status: 200, body: leftOut === undefined ? {} : { leftOut } }
    expect({ status, body }).toMatchObject(reason === undefined ? accepted : refusal)
    expect(JSON.stringify(body)).not.toMatch(/deadbeef|bbbbb|cccc/)
    expect(await credentials.cookieFor(platform, 'night')).toBe(cookie)
  })

  test('with the expired cookies reported', async () => {
    const { ask } = await start()
    const cookies = [
      { name: 'SESSDATA', value: 'x', domain: '.bilibili.com', expirationDate: 0.001 },
    ]
    const { body } = await ask('PUT', '/main', { ...bilibili, cookie: JSON.stringify(cookies) })
    expect(body).toMatchObject({ cookie: 'set', expired: ['SESSDATA'] })
  })
})

test('a second cookie for the same platform and rooms is a conflict that names the first', async () => {
  const { ask } = await start()
  await ask('PUT', '/main', bilibili)
  const { status, body } = await ask('PUT', '/other', bilibili)
  expect([status, body.code]).toEqual([409, 'conflict'])
  expect(body.detail).toContain('"main"')
})
