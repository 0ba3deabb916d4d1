import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ClientOptions } from 'ws'
import { startPostgres } from '../kit/postgres.ts'
import { root, type ServerProcess, startServerProcess } from '../kit/server.ts'
import { subscribe, visit as visitWith, type Visit } from '../kit/subscriber.ts'
import { until } from '../kit/wait.ts'
import { quietMs } from '../kit/quiet.ts'

const ownerToken = 'owner-of-this-test-0123456789abcdefghij'
const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` })
const asOwner = bearer(ownerToken)
const through = (address: string) => ({ 'x-forwarded-for': address })
let clients = 0
/** Returns a client with a new address, as a proxy on this machine reports it. */
const newClient = () => through(`198.18.${(clients += 1) >> 8}.${clients & 255}`)
const visit = (
  url: string,
  path: string,
  { headers, ...from }: ClientOptions = {},
): Promise<Visit> =>
  visitWith(url, path, {
    headers: from.localAddress ? headers : { ...newClient(), ...headers },
    ...from,
  })
const rooms = { open: 'public', linked: 'unlisted', quiet: 'private' } as const
const maxPerAddress = 5
const maxInAll = 30

let server: ServerProcess
const secrets: Record<string, string> = {}

beforeAll(async () => {
  server = await startServerProcess({
    HOST: '0.0.0.0',
    OWNER_TOKEN: ownerToken,
    STORE: 'on',
    TRUSTED_PROXIES: '127.0.0.1',
    MAX_SOCKETS: String(maxInAll),
    MAX_SOCKETS_PER_ADDRESS: String(maxPerAddress),
    STREAMS_PER_MINUTE: '60',
    HEADER_TIMEOUT_MS: '500',
  })
  await stored(server)
  const names = Object.entries(rooms)
  for (const [index, [slug, visibility]] of names.entries()) {
    const sources = [{ platform: 'demo', ref: String(20 + index) }]
    await post('/api/rooms', { slug, visibility, sources })
  }
  secrets['read'] = await tokenFor({ scopes: ['rooms:read'] })
  secrets['read quiet'] = await tokenFor({ scopes: ['rooms:read'], room: 'quiet' })
  secrets['read open'] = await tokenFor({ scopes: ['rooms:read'], room: 'open' })
  secrets['open'] = await tokenFor({ scopes: ['rooms:open'] })
  secrets['open 30'] = await tokenFor({ scopes: ['rooms:open'], room: 'demo:30' })
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
  const secret = await tokenFor({ scopes: ['rooms:write'], room: 'linked' })
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
    const made = await post('/api/tokens', { name: 'brief', scopes: ['rooms:read'] })
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
    await post('/api/rooms', { slug: 'turning', visibility: 'public', sources })
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

describe('pages of other sites (T-CSWSH)', () => {
  let cookie = ''
  beforeAll(async () => {
    const headers = {
      'content-type': 'application/json',
      'x-forwarded-proto': 'https', // over TLS the cookie has another name
      ...through('203.0.113.99'),
    }
    const body = JSON.stringify({ token: ownerToken })
    const response = await fetch(`${server.url}/api/session`, { method: 'POST', headers, body })
    cookie = (response.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  })

  test.each([
    ['https://relay.example', 'hello'],
    ['http://relay.example', 403],
    ['https://relay.example.', 403],
    ['https://sub.relay.example', 403],
    ['https://relay.example.evil.example', 403],
    ['https://evil.example', 403],
    ['null', 403],
  ])(
    'Origin %s with the owner’s cookie: %s; without it the client is anonymous',
    async (origin, end) => {
      const headers = { host: 'relay.example', 'x-forwarded-proto': 'https', origin }
      const withCookie = await visit(server.url, '/rooms/quiet/stream', {
        headers: { ...headers, cookie },
      })
      const anonymous = await visit(server.url, '/rooms/quiet/stream', { headers })
      const path = `/rooms/quiet/stream?token=${secrets['read']}`
      const withToken = await visit(server.url, path, { headers })
      for (const { leave } of [withCookie, anonymous, withToken]) leave()
      expect([withCookie.outcome, anonymous.outcome, withToken.outcome]).toEqual([
        end,
        4404,
        'hello',
      ])
    },
  )

  test('a cookie without an Origin is not the owner', async () => {
    const { outcome } = await visit(server.url, '/rooms/quiet/stream', { headers: { cookie } })
    expect(outcome).toBe(4404)
  })

  test.each([
    ['/rooms/open', '*'],
    ['/rooms/nobody-made-this', '*'],
    ['/api/rooms', '*'],
    ['/schema/feed.json', '*'],
    ['/kit/v1/danmu-overlay.js', '*'],
    ['/api/tokens', null],
    ['/api/rooms/open', null],
    ['/metrics', null],
    ['/', null],
  ])('%s is for other sites: %j (T-CORS)', async (path, allowed) => {
    const headers = { origin: 'https://other.example' }
    const response = await fetch(`${server.url}${path}`, { headers })
    await response.body?.cancel()
    expect(response.headers.get('access-control-allow-origin')).toBe(allowed)
    expect(response.headers.has('access-control-allow-credentials')).toBe(false)
  })
})

describe('the limits', () => {
  beforeEach(empty)

  test('one address gets its maximum of streams; others are not affected (T-CONN)', async () => {
    const headers = through('203.0.113.1')
    const crowd = await Promise.all(
      Array.from({ length: 40 }, () => visit(server.url, '/rooms/open/stream', { headers })),
    )
    const ended = (how: Visit['outcome']) => crowd.filter(({ outcome }) => outcome === how)
    expect(ended('hello')).toHaveLength(maxPerAddress)
    expect(ended(429)).toHaveLength(40 - maxPerAddress)
    expect(crowd.find(({ outcome }) => outcome === 429)?.retryAfter).toBe('5')
    const sse = { ...headers, accept: 'text/event-stream' }
    expect((await fetch(`${server.url}/rooms/open/stream`, { headers: sse })).status).toBe(429)
    const other = await visit(server.url, '/rooms/open/stream', {
      headers: through('203.0.113.2'),
    })
    expect(other.outcome).toBe('hello')
    await gone([...crowd, other])
    await empty()
    const again = await visit(server.url, '/rooms/open/stream', { headers })
    expect(again.outcome).toBe('hello')
    await gone([again])
  })

  test('a client that connects too often is limited, however quickly it disconnects', async () => {
    const headers = through('203.0.113.3')
    const outcomes: unknown[] = []
    for (let i = 0; i < 70 && outcomes.at(-1) !== 429; i++) {
      const one = await visit(server.url, '/rooms/nobody-made-this/stream', { headers })
      outcomes.push(one.outcome)
      await gone([one])
    }
    expect(outcomes.at(-1)).toBe(429)
    expect(outcomes.length).toBeGreaterThan(60)
  })

  test('only a trusted proxy sets the client address (T-XFF)', async () => {
    const full = await Promise.all(
      Array.from({ length: maxPerAddress }, () =>
        visit(server.url, '/rooms/open/stream', { headers: through('203.0.113.4') }),
      ),
    )
    const spoofs = ['203.0.113.4', '1.2.3.4, 203.0.113.4']
    const behind = spoofs.map((list) => ({ headers: through(list) }))
    const outcome = async (coming: object): Promise<unknown> => {
      const one = await visit(
        server.url.replace('localhost', '127.0.0.1'),
        '/rooms/open/stream',
        coming,
      )
      await gone([one])
      return one.outcome
    }
    expect(await Promise.all(behind.map(outcome))).toEqual([429, 429])
    // 127.0.0.2 is not a trusted proxy: its forwarded address is ignored.
    const spoofed = behind.map((coming) => outcome({ ...coming, localAddress: '127.0.0.2' }))
    expect(await Promise.all(spoofed)).toEqual(['hello', 'hello'])
    await gone(full)
  })

  test('all clients together get a maximum of streams; the next one may try again later', async () => {
    const crowd = await Promise.all(
      Array.from({ length: maxInAll }, () => visit(server.url, '/rooms/open/stream')),
    )
    expect(new Set(crowd.map(({ outcome }) => outcome))).toEqual(new Set(['hello']))
    expect(await visit(server.url, '/rooms/open/stream')).toMatchObject({
      outcome: 503,
      retryAfter: '5',
    })
    await gone(crowd)
  })

  test('incomplete requests are ended in time, and do not delay others (T-LORIS)', async () => {
    const startedAt = performance.now()
    const half = Array.from({ length: 200 }, () => halfRequest())
    const waits: number[] = []
    for (let i = 0; i < 20; i++) {
      const askedAt = performance.now()
      expect((await fetch(`${server.url}/livez`)).status).toBe(200)
      waits.push(performance.now() - askedAt)
    }
    // The best, because slow requests may be due to the machine.
    expect(await quietMs(Math.min(...waits))).toBeLessThan(500)
    const answers = await Promise.all(half)
    expect(new Set(answers)).toEqual(new Set(['HTTP/1.1 408']))
    expect(await quietMs(performance.now() - startedAt)).toBeLessThan(30_000)
  })
})

test('while the database is away no token is accepted, and the owner still is (T-ERR)', async () => {
  const postgres = await startPostgres()
  const env = { HOST: '0.0.0.0', OWNER_TOKEN: ownerToken, STORE: 'on', DATABASE_URL: postgres.url }
  const other = await startServerProcess(env)
  await stored(other)
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

async function post(path: string, body: object): Promise<unknown> {
  const headers = { ...asOwner, 'content-type': 'application/json' }
  const init = { method: 'POST', headers, body: JSON.stringify(body) }
  const response = await fetch(`${server.url}${path}`, init)
  if (response.status !== 201) throw new Error(`${path}: ${await response.text()}`)
  return response.json()
}

async function tokenFor(wish: object): Promise<string> {
  return ((await post('/api/tokens', { name: 'test', ...wish })) as { token: string }).token
}

async function ticketFor(id: string): Promise<string> {
  return ((await post(`/api/rooms/${id}/tickets`, {})) as { ticket: string }).ticket
}

/** Waits until a server has opened its rooms: the first start of a database takes some time. */
async function stored({ url }: ServerProcess): Promise<void> {
  await until(async () => (await fetch(`${url}/readyz`)).ok)
}

/** Disconnects; the server detects it with a delay. */
async function gone(visits: readonly Visit[]): Promise<void> {
  for (const { leave } of visits) leave()
  await Promise.all(visits.map(({ closed }) => closed))
}

/** Waits until there are no readers. */
function empty(): Promise<boolean> {
  return until(async () => {
    const response = await fetch(`${server.url}/metrics`, { headers: asOwner })
    return /^danmu_feed_clients\{transport="ws"\} 0$/m.test(await response.text())
  })
}

/** Returns the answer to a request whose head never ends. */
function halfRequest(): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
    let answer = ''
    socket.on('data', (chunk) => (answer += chunk.toString('latin1')))
    socket.on('close', () => resolve(answer.slice(0, 12)))
    socket.on('error', () => resolve(answer.slice(0, 12)))
    socket.write('GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ')
  })
}
