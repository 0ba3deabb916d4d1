import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startPostgres } from '../kit/postgres.ts'
import { root, startServerProcess } from '../kit/server.ts'
import { subscribe } from '../kit/subscriber.ts'
import {
  asOwner,
  bearer,
  newClient,
  type OpenServer,
  openRooms,
  ownerToken,
  rooms,
  startOpenServer,
  visit,
} from './open-server.ts'

let server: OpenServer
const secrets: Record<string, string> = {}

beforeAll(async () => {
  server = await startOpenServer({ STORE: 'on' })
  secrets['read'] = await server.tokenFor({ scopes: ['rooms:read'] })
  secrets['read quiet'] = await server.tokenFor({ scopes: ['rooms:read'], room: 'quiet' })
  secrets['read open'] = await server.tokenFor({ scopes: ['rooms:read'], room: 'open' })
  secrets['open'] = await server.tokenFor({ scopes: ['rooms:open'] })
  secrets['open 30'] = await server.tokenFor({ scopes: ['rooms:open'], room: 'demo:30' })
  secrets['owner'] = ownerToken
})
afterAll(() => server.end())

describe('read access to rooms', () => {
  const ids = ['open', 'linked', 'quiet', 'demo:20', 'demo:22', 'demo:30', 'nobody-made-this']

  // For the ids above: HTTP status, and the end of the socket.
  test.each<[string, number[], (number | 'hello')[]]>([
    [
      'anonymous',
      [200, 200, 404, 200, 401, 401, 404],
      ['hello', 'hello', 4404, 'hello', 4401, 4401, 4404],
    ],
    [
      'owner',
      [200, 200, 200, 200, 200, 200, 404],
      ['hello', 'hello', 'hello', 'hello', 'hello', 'hello', 4404],
    ],
    [
      'read',
      [200, 200, 200, 200, 200, 403, 404],
      ['hello', 'hello', 'hello', 'hello', 'hello', 4401, 4404],
    ],
    [
      'read quiet',
      [200, 200, 200, 200, 200, 403, 404],
      ['hello', 'hello', 'hello', 'hello', 'hello', 4401, 4404],
    ],
    [
      'read open',
      [200, 200, 404, 200, 403, 403, 404],
      ['hello', 'hello', 4404, 'hello', 4401, 4401, 4404],
    ],
    [
      'open',
      [200, 200, 404, 200, 404, 200, 404],
      ['hello', 'hello', 4404, 'hello', 4404, 'hello', 4404],
    ],
    [
      'open 30',
      [200, 200, 404, 200, 403, 200, 404],
      ['hello', 'hello', 4404, 'hello', 4401, 'hello', 4404],
    ],
  ])('%s', async (who, statuses, ends) => {
    const secret = secrets[who]
    const headers = () => ({ ...newClient(), ...(secret === undefined ? {} : bearer(secret)) })
    for (const what of ['', '/events']) {
      const answers = await Promise.all(
        ids.map(
          async (id) =>
            (await fetch(`${server.url}/rooms/${id}${what}`, { headers: headers() })).status,
        ),
      )
      expect({ what, answers }).toEqual({ what, answers: statuses })
    }
    const query = secret === undefined ? '' : `?token=${secret}`
    const visits = await Promise.all(
      ids.map((id) => visit(server.url, `/rooms/${id}/stream${query}`)),
    )
    for (const { leave } of visits) leave()
    expect(visits.map(({ outcome }) => outcome)).toEqual(ends)
  })

  test('a refusal for a private room has the same words as for a missing room', async () => {
    const ask = async (id: string): Promise<object> => {
      const response = await fetch(`${server.url}/rooms/${id}`)
      const { requestId, ...rest } = (await response.json()) as { requestId: string }
      expect(requestId).not.toBe('')
      return rest
    }
    expect(await ask('quiet')).toEqual(await ask('nobody-made-this'))
    expect(await ask('demo:22')).toEqual(await ask('demo:31'))
  })

  test('a refusal to open on demand names the setting and the scope', async () => {
    const { closed } = subscribe(server.url, '/rooms/demo:30/stream')
    expect((await closed).reason).toMatch(/HOST.*rooms:open/)
  })

  test.each([
    ['anonymous', ['open']],
    ['read open', ['open']],
    ['read quiet', ['open', 'quiet']],
    ['read', ['linked', 'open', 'quiet']],
  ])('%s finds in the list %j', async (who, listed) => {
    const headers = bearer(secrets[who] ?? '')
    const response = await fetch(`${server.url}/api/rooms`, who === 'anonymous' ? {} : { headers })
    const found = (await response.json()) as { rooms: { id: string }[] }
    expect(
      found.rooms
        .map(({ id }) => id)
        .filter((id) => id in rooms)
        .toSorted(),
    ).toEqual(listed)
  })
})

test.each([
  ['nobody-made-this', 404, 'no-such-room'],
  ['NOT A ROOM', 400, 'bad-request'],
])('a token for the room %s is not made', async (room, status, code) => {
  const headers = { ...asOwner, 'content-type': 'application/json' }
  const body = JSON.stringify({ name: 'x', scopes: ['rooms:read'], room })
  const response = await fetch(`${server.url}/api/tokens`, { method: 'POST', headers, body })
  expect(response.status).toBe(status)
  expect(await response.json()).toMatchObject({ code })
})

test('a token that configures one room cannot configure another', async () => {
  const secret = await server.tokenFor({ scopes: ['rooms:write'], room: 'linked' })
  const change = async (slug: string): Promise<number> => {
    const headers = { ...bearer(secret), 'content-type': 'application/json' }
    const init = { method: 'PATCH', headers, body: '{"title":"mine"}' }
    return (await fetch(`${server.url}/api/rooms/${slug}`, init)).status
  }
  expect(await change('linked')).toBe(200)
  expect(await change('open')).toBe(403)
})

describe('a revoked permission', () => {
  test('S4-28 a revoked token ends its streams and opens no more, over WebSocket and SSE', async () => {
    const made = await server.create('/api/tokens', { name: 'brief', scopes: ['rooms:read'] })
    const { id, token } = made as { id: string; token: string }
    const reader = await visit(server.url, `/rooms/quiet/stream?token=${token}`)
    const headers = { ...bearer(token), accept: 'text/event-stream' }
    const sse = await fetch(`${server.url}/rooms/quiet/stream`, { headers })
    expect([reader.outcome, sse.status]).toEqual(['hello', 200])
    const broken = sse.text().then(
      () => 'ended',
      () => 'cut',
    )
    await fetch(`${server.url}/api/tokens/${id}`, { method: 'DELETE', headers: asOwner })
    expect((await reader.closed).code).toBe(4401)
    expect(await broken).toBe('cut')
    expect((await fetch(`${server.url}/rooms/quiet`, { headers })).status).toBe(401)
  })

  test('a room that becomes private stays open for clients with a token, and disconnects the others', async () => {
    const sources = [{ platform: 'demo', ref: '40' }]
    await server.create('/api/rooms', { slug: 'turning', visibility: 'public', sources })
    const anonymous = await visit(server.url, '/rooms/turning/stream')
    const reader = subscribe(server.url, `/rooms/turning/stream?token=${secrets['read']}`)
    await reader.take(1)
    await fetch(`${server.url}/api/rooms/turning`, {
      method: 'PATCH',
      headers: { ...asOwner, 'content-type': 'application/json' },
      body: '{"visibility":"private"}',
    })
    expect((await anonymous.closed).code).toBe(4404)
    expect(await reader.take(reader.frames.length + 5)).toBeDefined()
    reader.close()
  })
})

describe('a ticket', () => {
  test('is issued by the example backend to its visitors, and opens one stream once', async () => {
    const backend = spawn(process.execPath, [join(root, 'e2e/example/ticket-backend.mjs')], {
      env: {
        PORT: '0',
        RELAY_URL: server.url,
        RELAY_TOKEN: secrets['read quiet'],
        ROOM: 'quiet',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [said] = (await once(backend.stdout, 'data')) as [Buffer]
    const address = /http:\S+/.exec(said.toString())?.[0] ?? ''
    expect((await fetch(address, { method: 'POST' })).status).toBe(401)
    const headers = { cookie: 'visitor=ann' }
    const issued = await fetch(address, { method: 'POST', headers })
    backend.kill()
    const { ticket } = (await issued.json()) as { ticket: string }
    const path = `/rooms/quiet/stream?ticket=${ticket}`
    const first = await visit(server.url, path)
    expect(first.outcome).toBe('hello')
    expect((await visit(server.url, path)).outcome).toBe(4401)
    first.leave()
    secrets['ticket'] = ticket
  })

  test('is valid for SSE, for no other room, and only for streams', async () => {
    const accept = { accept: 'text/event-stream' }
    const status = async (path: string, ticket: string): Promise<number> => {
      const response = await fetch(`${server.url}${path}?ticket=${ticket}`, { headers: accept })
      await response.body?.cancel()
      return response.status
    }
    const ticket = await ticketFor('quiet')
    expect(await status('/rooms/quiet', ticket)).toBe(404)
    expect(await status('/rooms/quiet/stream', ticket)).toBe(200)
    expect(await status('/rooms/quiet/stream', ticket)).toBe(401)
    expect(await status('/rooms/demo:22/stream', await ticketFor('quiet'))).toBe(403)
    expect(await status('/rooms/demo:22/stream', await ticketFor('demo:22'))).toBe(200)
  })

  test.each([
    ['anonymous', 'open', 401],
    ['anonymous', 'quiet', 404],
    ['read open', 'open', 201],
    ['read open', 'quiet', 404],
    ['read', 'quiet', 201],
    ['read', 'demo:30', 403],
    ['open', 'demo:30', 201],
    ['open', 'open', 403],
    ['read', 'nobody-made-this', 404],
  ])('asked for by %s for %s is answered with %i', async (who, id, status) => {
    const headers = who === 'anonymous' ? {} : bearer(secrets[who] ?? '')
    const init = { method: 'POST', headers }
    expect((await fetch(`${server.url}/api/rooms/${id}/tickets`, init)).status).toBe(status)
  })
})

test('while the database is away no token is accepted, and the owner still is (T-ERR)', async () => {
  const postgres = await startPostgres()
  const env = { HOST: '0.0.0.0', OWNER_TOKEN: ownerToken, STORE: 'on', DATABASE_URL: postgres.url }
  const other = await startServerProcess(env)
  await openRooms(other)
  await postgres.kill()
  const unknown = `dr_${'x'.repeat(43)}`
  const status = async (headers: Record<string, string>): Promise<number> =>
    (await fetch(`${other.url}/api/rooms`, { headers })).status
  expect(await status(bearer(unknown))).toBe(503)
  expect(await status(asOwner)).toBe(200)
  expect(await status({})).toBe(200)
  const { outcome } = await visit(other.url, `/rooms/demo:30/stream?token=${unknown}`)
  expect(outcome).toBe(503)
  await other.end()
  await postgres.stop()
})

test('no secret and no ticket is in the log (T-LEAK)', () => {
  const output = server.output()
  expect(output.length).toBeGreaterThan(1_000)
  for (const [name, secret] of Object.entries(secrets)) {
    expect({ name, length: secret.length > 30 }).toEqual({ name, length: true })
    expect({ name, leaked: output.includes(secret) }).toEqual({ name, leaked: false })
  }
})

async function ticketFor(id: string): Promise<string> {
  return String((await server.create(`/api/rooms/${id}/tickets`, {}))['ticket'])
}
