import { expect, test } from 'vitest'
import { createOwner, hashToken } from '../../account/owner.ts'
import type { Principal } from '../../account/principal.ts'
import { createTickets } from '../../account/ticket.ts'
import { createFakeClock } from '../../lib/time/clock.fake.ts'
import { DatabaseUnavailable } from '../../store/engine/db.ts'
import { createApp } from '../app.ts'
import { sessionCookie } from '../auth/authenticate.ts'
import { createFakeConnection } from '../connection.fake.ts'
import { Limits } from '../limit/limits.ts'
import { Problem } from '../problem.ts'
import type { Route } from '../route.ts'
import { fetchUpgrade } from './upgrade.ts'
import type { Accept, StreamSocket } from './stream-socket.ts'

const options = {
  maxSockets: 2,
  maxSocketsPerAddress: 9,
  streamsPerMinute: 9,
  loginsPerQuarter: 9,
  testEventsPerSecond: 9,
}

async function start() {
  const clock = createFakeClock()
  const problems: string[] = []
  const tickets = await createTickets(clock)
  const find = (secret: string) =>
    secret === 'away'
      ? Promise.reject(new DatabaseUnavailable('away', 'gone'))
      : Promise.resolve(undefined)
  const limits = new Limits(options, clock)
  const readers: Principal[] = []
  const stream: Route = {
    method: 'GET',
    path: '/rooms/:id/stream',
    access: 'read',
    tickets: true,
    socket: true,
    handle: (c) => {
      if (c.req.query('since') === 'x') throw new Problem('bad-request', 'since is no position')
      return c.env.upgrade!(() => void readers.push(c.get('principal')))
    },
  }
  const page: Route = { method: 'GET', path: '/', access: 'public', handle: (c) => c.text('page') }
  const app = createApp({
    routes: [stream, page],
    guard: { local: true, origins: new Set<string>(), cookie: sessionCookie },
    credentials: {
      owner: createOwner(await hashToken('owner')),
      tokens: { find },
      tickets,
      limits,
      sessions: {
        cookieKey: 'k'.repeat(32),
        accounts: { active: () => undefined },
        find: () => Promise.reject(new Error('a cookie')),
      },
    },
    limits,
    log: { debug: () => undefined, error: () => undefined } as never,
    onChange: async () => undefined,
    onProblem: (code: string) => problems.push(code),
  })
  const ends: (() => void)[] = []
  const upgrade = (target: string, headers: Record<string, string> = {}) => {
    const connection = createFakeConnection({ local: true })
    ends.push(connection.end)
    const request = new Request(`http://server${target}`, {
      headers: { host: 'localhost', ...headers },
    })
    return fetchUpgrade(app, request, connection)
  }
  const accepted = async (...args: Parameters<typeof upgrade>) => outcomeOf(await upgrade(...args))
  return {
    upgrade,
    accepted,
    readers,
    problems,
    tickets,
    end: () => ends.splice(0).forEach((call) => call()),
  }
}

/** Opens the socket of a handshake. @returns its close code; `refused` without a socket. */
async function outcomeOf(answer: Accept | Response): Promise<number | 'open' | 'refused'> {
  if (answer instanceof Response) return 'refused'
  let outcome: number | 'open' = 'open'
  const close = (code: number): void => void (outcome = code)
  await answer({ close } as Partial<StreamSocket> as StreamSocket)
  return outcome
}

const stream = '/rooms/demo:busy/stream'

test('a wrong token is reported on the open socket, and counts as refused', async () => {
  const { accepted, readers, problems, tickets } = await start()
  expect(await accepted(stream, { authorization: 'Bearer owner' })).toBe('open')
  expect(readers).toEqual([{ kind: 'owner', local: true }])
  expect(problems).toEqual([])
  expect(await accepted(`${stream}?token=x`)).toBe(4401)
  expect(problems).toEqual(['wrong-token'])
  const other = await start()
  const { ticket } = await tickets.issue('demo:busy', undefined)
  expect(await other.accepted(`${stream}?ticket=${ticket}`)).toBe(4401)
  expect(other.problems).toEqual(['wrong-token'])
})

test('a query that is not valid is reported on the open socket', async () => {
  const { accepted, problems } = await start()
  expect(await accepted(`${stream}?since=x`)).toBe(4400)
  expect(problems).toEqual(['bad-request'])
})

test.each([
  ['/rooms/demo:busy', {}, 404, 'not-found'],
  ['/', {}, 404, 'not-found'],
  [stream, { host: 'evil.example' }, 403, 'forbidden-host'],
  [stream, { origin: 'https://evil.example' }, 403, 'forbidden-origin'],
  [`${stream}?token=away`, {}, 503, 'not-ready'],
])('%s with %j is refused with %i, and counts as %s', async (target, headers, status, code) => {
  const { upgrade, problems } = await start()
  const refusal = (await upgrade(target, headers)) as Response
  expect(refusal.status).toBe(status)
  expect(refusal.headers.get('content-type')).toBe('application/problem+json')
  expect(await refusal.json()).toMatchObject({
    type: `urn:danmu-relay:problem:${code}`,
    status,
    code,
    requestId: refusal.headers.get('x-request-id'),
  })
  expect(problems).toEqual([code])
})

test('a cookie in a handshake without an origin is ignored', async () => {
  const { accepted, upgrade, readers } = await start()
  const cookie = `${sessionCookie}=anything`
  expect(await accepted(stream, { cookie })).toBe('open')
  expect(readers).toEqual([{ kind: 'anonymous', local: true }])
  expect(await upgrade(stream, { cookie, origin: 'https://evil.example' })).toBeInstanceOf(Response)
})

test('the limits that a handshake uses are released when its connection ends', async () => {
  const { accepted, upgrade, problems, end } = await start()
  await upgrade(stream)
  await upgrade(stream)
  expect(await upgrade(stream)).toMatchObject({ status: 503 })
  expect(problems).toEqual(['too-many-streams'])
  end()
  expect(await accepted(stream)).toBe('open')
})
