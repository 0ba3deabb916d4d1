import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { visit } from '../kit/subscriber.ts'
import {
  firstLoginOf,
  type ServerProcess,
  startServerProcess,
  temporaryFolder,
} from '../kit/server.ts'
import { quietMs } from '../kit/quiet.ts'

const data = temporaryFolder()
const env = { DATA_DIR: data.path, HOST: '0.0.0.0' } // a public address, so that every client needs a token or a login
const stream = '/rooms/demo:busy/stream'

let server: ServerProcess
let token: string
beforeAll(async () => {
  server = await startServerProcess(env)
})
afterAll(async () => {
  await server.end()
  data.remove()
})

test('L17: the first link is not in the log, but in a file only its owner can read, until the first login', async () => {
  const link = firstLoginOf(server)
  token = link.split('#token=')[1] ?? ''
  expect(token).toMatch(/^[\w-]{43}$/)
  expect(server.output()).not.toContain(token)
  const file = join(data.path, 'first-login')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(await ownerStatus(await login())).toBe(200)
  expect(existsSync(file)).toBe(false)
})

test('T-SESS L1: a logout ends the cookie and every stream opened with it within 2 s', async () => {
  const [mine, other] = [await login(), await login()]
  const reader = await read(mine)
  const ticketReader = await visit(server.url, await ticketPath(mine))
  const apart = await read(other)
  expect([reader.socket.outcome, ticketReader.outcome, apart.socket.outcome]).toEqual([
    'hello',
    'hello',
    'hello',
  ])
  const unused = await ticketPath(mine)
  const loggedOutAt = performance.now()
  const out = await fetch(`${server.url}/api/logout`, {
    method: 'POST',
    headers: { cookie: mine, origin: server.url },
  })
  expect(out.status).toBe(204)
  expect((await reader.socket.closed).code).toBe(4401)
  expect((await ticketReader.closed).code).toBe(4401)
  expect(await reader.sse).toBe('cut')
  const tookMs = performance.now() - loggedOutAt
  expect(await quietMs(tookMs)).toBeLessThan(15_000) // by the end of the session, not by a timeout
  expect(await ownerStatus(mine)).toBe(401)
  expect((await visit(server.url, unused)).outcome).toBe(4401)

  expect(await ownerStatus(other)).toBe(200)
  const headers = { cookie: other, origin: server.url }
  await fetch(`${server.url}/api/me/sessions`, { method: 'DELETE', headers })
  expect((await apart.socket.closed).code).toBe(4401)
  expect(await apart.sse).toBe('cut')
  expect(await ownerStatus(other)).toBe(401)
})

test('T-SESS: a session survives a restart, and an ended one stays ended', async () => {
  const [kept, ended] = [await login(), await login()]
  await fetch(`${server.url}/api/logout`, {
    method: 'POST',
    headers: { cookie: ended, origin: server.url },
  })
  await restart()
  expect([await ownerStatus(kept), await ownerStatus(ended)]).toEqual([200, 401])
  const stored = readFileSync(join(data.path, 'sessions.json'), 'utf8')
  expect(stored).not.toContain(decodeURIComponent(kept.split('=')[1] ?? '').split('.')[0])
  await server.end()
  server = await startServerProcess({ ...env, OWNER_TOKEN: 'another-token-0123456789abcdef-0123' })
  expect(await ownerStatus(kept)).toBe(401) // another owner token ends all older sessions
  await restart()
})

test.each(['owner', 'mask-key', 'credential-key', 'cookie-key'])(
  'H3: the server does not start with an empty %s, and prints the remedy',
  async (name) => {
    const file = join(data.path, name)
    const right = readFileSync(file, 'utf8')
    await server.end()
    writeFileSync(file, '')
    const refused = await startServerProcess(env).then(
      () => 'started',
      (error: unknown) => String(error),
    )
    writeFileSync(file, right)
    expect(refused).toContain(`danmu-relay cannot start: ${file} is empty`)
    expect(refused).toMatch(/Restore it from a backup, or delete it|Delete it/)
    expect(refused).not.toMatch(/\bat .+:\d+:\d+/)
  },
)

async function restart(): Promise<void> {
  await server.end()
  server = await startServerProcess(env)
}

/** Logs a browser in. @returns its cookie. */
async function login(): Promise<string> {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' } }
  const body = JSON.stringify({ token })
  const response = await fetch(`${server.url}/api/login`, { ...init, body })
  expect(response.status).toBe(200)
  return (response.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
}

async function ownerStatus(cookie: string): Promise<number> {
  return (await fetch(`${server.url}/api/doctor`, { headers: { cookie } })).status
}

/** Opens a room as a browser does, by WebSocket and by SSE. */
async function read(cookie: string) {
  const socket = await visit(server.url, stream, { headers: { cookie, origin: server.url } })
  const headers = { cookie, accept: 'text/event-stream' }
  const response = await fetch(`${server.url}${stream}`, { headers })
  const sse = response.text().then(
    () => 'ended',
    () => 'cut',
  )
  return { socket, sse }
}

async function ticketPath(cookie: string): Promise<string> {
  const init = { method: 'POST', headers: { cookie, origin: server.url } }
  const response = await fetch(`${server.url}/api/rooms/demo:busy/tickets`, init)
  return ((await response.json()) as { stream: string }).stream
}
