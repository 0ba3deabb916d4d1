import { expect, test } from 'vitest'
import { createOwner, hashToken } from '../../account/owner.ts'
import { createTickets } from '../../account/ticket.ts'
import { createFakeClock } from '../../lib/time/clock.fake.ts'
import { DatabaseUnavailable } from '../../store/engine/db.ts'
import { sessionCookie } from '../auth/authenticate.ts'
import { authorizeUpgrade } from './authorize-upgrade.ts'
import { Limits } from '../limit/limits.ts'

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
  const parts = {
    guard: { local: true, origins: new Set<string>(), cookie: sessionCookie },
    credentials: {
      owner: createOwner(await hashToken('owner')),
      tokens: { find },
      tickets,
      limits,
    },
    limits,
    onProblem: (code: string) => problems.push(code),
  }
  const ends: (() => void)[] = []
  const upgrade = (target: string, headers: Record<string, string> = {}) =>
    authorizeUpgrade(
      {
        headers: new Headers({ host: 'localhost', ...headers }),
        target,
        address: '203.0.113.9',
        secure: false,
        local: true,
        onEnd: (call) => ends.push(call),
      },
      parts,
    )
  return { upgrade, problems, tickets, end: () => ends.splice(0).forEach((call) => call()) }
}

const stream = '/rooms/demo:busy/stream'

test('a wrong token is reported on the open socket, and counts as refused', async () => {
  const { upgrade, problems, tickets } = await start()
  expect((await upgrade(stream, { authorization: 'Bearer owner' })).principal.kind).toBe('owner')
  expect(problems).toEqual([])
  expect((await upgrade(`${stream}?token=x`)).refused?.code).toBe('wrong-token')
  expect(problems).toEqual(['wrong-token'])
  const other = await start()
  const { ticket } = await tickets.issue('demo:busy', undefined)
  expect((await other.upgrade(`${stream}?ticket=${ticket}`)).refused?.code).toBe('wrong-token')
  expect(other.problems).toEqual(['wrong-token'])
})

test.each([
  ['/rooms/demo:busy', {}, 'not-found'],
  [stream, { host: 'evil.example' }, 'forbidden-host'],
  [stream, { origin: 'https://evil.example' }, 'forbidden-origin'],
  [`${stream}?token=away`, {}, 'not-ready'],
])('%s with %j is refused, and counts as %s', async (target, headers, code) => {
  const { upgrade, problems } = await start()
  await expect(upgrade(target, headers)).rejects.toMatchObject({ code })
  expect(problems).toEqual([code])
})

test('the limits that a handshake uses are released when its connection ends', async () => {
  const { upgrade, problems, end } = await start()
  await upgrade(stream)
  await upgrade(stream)
  await expect(upgrade(stream)).rejects.toMatchObject({ code: 'too-many-streams' })
  expect(problems).toEqual(['too-many-streams'])
  end()
  await expect(upgrade(stream)).resolves.toMatchObject({ of: 'room', name: 'demo:busy' })
})
