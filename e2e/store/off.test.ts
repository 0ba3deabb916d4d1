import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Answer, askAs } from '../kit/ask.ts'
import { type ServerProcess, startServerProcess, temporaryFolder } from '../kit/server.ts'

const owner = 'the-owner-token-of-this-test-0123456789'
const data = temporaryFolder()
const env = { STORE: 'off', DATA_DIR: data.path, OWNER_TOKEN: owner }
const patient = { timeout: 150_000, interval: 100 } // a new database takes its time on a busy machine
const cookie = 'SESSDATA=the-secret-of-this-test'

let server: ServerProcess
beforeAll(async () => {
  server = await startServerProcess(env)
})
afterAll(async () => {
  await server.end()
  data.remove()
})

const ask = (method: string, path: string, body?: object): Promise<Answer> =>
  askAs(owner, `${server.url}${path}`, { method, body })

async function makeRoom(slug: string): Promise<void> {
  const room = { slug, visibility: 'private', sources: [] }
  expect((await ask('POST', '/api/rooms', room)).status).toBe(201)
}

async function makeToken(room: string): Promise<{ readonly id: string; readonly secret: string }> {
  const wish = { name: `for ${room}`, scopes: ['rooms:read'], room }
  const { status, answer } = await ask('POST', '/api/tokens', wish)
  expect(status).toBe(201)
  return { id: String(answer['id']), secret: String(answer['token']) }
}

/** Returns the status of a request for a private room with a token. */
async function statusFor(secret: string, room: string): Promise<number> {
  return (await askAs(secret, `${server.url}/rooms/${room}`, { method: 'GET' })).status
}

async function restart(signal: NodeJS.Signals): Promise<void> {
  await server.end(signal)
  server = await startServerProcess(env)
}

test('B5: with STORE=off, rooms, tokens, overlays and logins are there after a restart, and what was revoked stays so', async () => {
  await makeRoom('night')
  await makeRoom('gone')
  const [good, revoked] = [await makeToken('night'), await makeToken('night')]
  const orphan = await makeToken('gone')
  expect((await ask('DELETE', `/api/tokens/${revoked.id}`)).status).toBe(204)
  const login = { platform: 'bilibili', cookie }
  expect((await ask('PUT', '/api/credentials/main', login)).status).toBe(200)
  const forGone = await ask('PUT', '/api/credentials/other', { ...login, room: 'gone' })
  expect(forGone.status).toBe(200)
  const design = { theme: 'plain', widgets: [] }
  expect((await ask('PUT', '/api/overlays/main', design)).status).toBe(200)
  expect((await ask('DELETE', '/api/rooms/gone')).status).toBe(204)

  for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
    await restart(signal)
    const room = { slug: 'night', visibility: 'private' }
    expect((await ask('GET', '/api/rooms/night')).answer).toMatchObject(room)
    expect((await ask('GET', '/api/overlays/main')).answer).toMatchObject({ design })
    expect(await statusFor(good.secret, 'night')).toBe(200)
    expect(await statusFor(revoked.secret, 'night')).toBe(401)
    const { credentials } = (await ask('GET', '/api/credentials')).answer
    expect(credentials).toEqual([
      expect.objectContaining({ name: 'main', readable: true, cookie: 'set' }),
    ])
  }
  await makeRoom('gone') // another room, though of the same name
  expect(await statusFor(orphan.secret, 'gone')).toBe(401)
})

test('M9 B5: the data folder and the files in it are for their owner alone, and hold no secret in plain text', () => {
  const files = readdirSync(data.path, { recursive: true, encoding: 'utf8' })
  expect(files).toEqual(expect.arrayContaining(['tokens.json', 'credentials.json', 'rooms.json']))
  for (const file of ['.', ...files]) {
    const { mode } = statSync(join(data.path, file))
    expect({ file, mode: mode & 0o077 }).toEqual({ file, mode: 0 })
  }
  const kept = ['tokens.json', 'credentials.json'].map((name) =>
    readFileSync(join(data.path, name), 'utf8'),
  )
  expect(kept.join('')).not.toMatch(/the-secret|SESSDATA|dr_/)
})

test('B5: a database that comes later takes over what was in the files', async () => {
  const token = await makeToken('night')
  await server.end()
  server = await startServerProcess({ ...env, STORE: 'on' })
  await vi.waitFor(async () => expect((await ask('GET', '/readyz')).status).toBe(200), patient)
  await vi.waitFor(async () => {
    const { credentials } = (await ask('GET', '/api/credentials')).answer
    expect(credentials).toEqual([expect.objectContaining({ name: 'main', readable: true })])
  }, patient)
  expect(await statusFor(token.secret, 'night')).toBe(200)
  expect((await ask('GET', '/api/overlays/main')).status).toBe(200)
  expect((await ask('DELETE', `/api/tokens/${token.id}`)).status).toBe(204)
  expect(await statusFor(token.secret, 'night')).toBe(401)
}, 180_000)
