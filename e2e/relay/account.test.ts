import { afterAll, beforeAll, expect, test } from 'vitest'
import { askAs } from '../kit/ask.ts'
import { join, logIn, type Person } from '../kit/person.ts'
import { quietMs } from '../kit/quiet.ts'
import { type ServerProcess, startServerProcess, temporaryFolder } from '../kit/server.ts'
import { visit } from '../kit/subscriber.ts'
import { openRooms } from './open-server.ts'

const token = 'owner-of-this-test-0123456789abcdefghij'
const data = temporaryFolder()
const env = {
  DATA_DIR: data.path,
  STORE: 'on',
  HOST: '0.0.0.0',
  OWNER_TOKEN: token,
  REGISTRATION: 'open',
  LOGINS_PER_QUARTER: '1000000',
}

let server: ServerProcess
const owned = () => ({ url: server.url, token })
const owner = (method: string, path: string, body?: object) =>
  askAs(token, `${server.url}${path}`, { method, body })
beforeAll(async () => {
  server = await startServerProcess(env)
  await openRooms(server)
  const room = { slug: 'quiet', visibility: 'private', sources: [{ platform: 'demo', ref: '20' }] }
  await owner('POST', '/api/rooms', room)
})
afterAll(async () => {
  await server.end()
  data.remove()
})

const status = async ({ headers }: Pick<Person, 'headers'>) =>
  (await fetch(`${server.url}/api/me/sessions`, { headers })).status

test('S2-9 S2-3 S4-31: disabling an account ends its sockets, its SSE, its tickets and its tokens within 2 s', async () => {
  const person = await join(owned(), 'Ada', 'analyst')
  const wish = { name: 'bot', scopes: ['rooms:read'], account: person.id }
  const secret = String((await owner('POST', '/api/tokens', wish)).answer['token'])
  const path = '/rooms/quiet/stream'
  const issue = { method: 'POST', headers: person.headers }
  const tickets = `${server.url}/api/rooms/quiet/tickets`
  const ticket = async () =>
    ((await (await fetch(tickets, issue)).json()) as { readonly stream: string }).stream
  const unused = await ticket()
  const sockets = await Promise.all([
    visit(server.url, path, { headers: person.headers }),
    visit(server.url, await ticket()),
    visit(server.url, `${path}?token=${secret}`),
  ])
  expect(sockets.map(({ outcome }) => outcome)).toEqual(['hello', 'hello', 'hello'])
  const sse = await fetch(`${server.url}${path}`, {
    headers: { ...person.headers, accept: 'text/event-stream' },
  })
  const cut = sse.text().then(
    () => 'ended',
    () => 'cut',
  )
  const disabledAt = performance.now()
  const disabled = await owner('PATCH', `/api/accounts/${person.id}`, { disabled: true })
  expect(disabled.status).toBe(200)
  const codes = await Promise.all(sockets.map(async ({ closed }) => (await closed).code))
  expect(codes).toEqual([4401, 4401, 4401])
  expect(await cut).toBe('cut')
  expect(await quietMs(performance.now() - disabledAt)).toBeLessThan(2_000)
  expect(await status(person)).toBe(401)
  expect((await visit(server.url, unused)).outcome).toBe(4401)
  const bearer = { headers: { authorization: `Bearer ${secret}` } }
  expect((await fetch(`${server.url}/rooms/quiet`, bearer)).status).toBe(401)
})

test('S2-7 S2-8: an account, its session and its name are there after a restart', async () => {
  const person = await join(owned(), 'Bob', 'viewer')
  const gone = await join(owned(), 'Cem', 'viewer')
  await fetch(`${server.url}/api/me`, { method: 'DELETE', headers: gone.headers })
  await server.end()
  server = await startServerProcess(env)
  await openRooms(server)
  const here = { headers: { ...person.headers, origin: server.url } }
  await expect.poll(() => status(here)).toBe(200)
  expect((await logIn(server, 'BOB')).id).toBe(person.id)
  await expect(logIn(server, 'Cem')).rejects.toThrow('wrong-password')
  const taken = await owner('POST', '/api/accounts', { name: 'bob', role: 'viewer' })
  expect(taken.status).toBe(409)
  const free = await owner('POST', '/api/accounts', { name: 'Cem', role: 'viewer' })
  expect(free.status).toBe(201)
})

test('S2-32: the audit log names actor, address, and the states before and after, page by page', async () => {
  const person = await join(owned(), 'Dan', 'viewer')
  await owner('PATCH', `/api/accounts/${person.id}`, { role: 'host' })
  await owner('PATCH', '/api/rooms/quiet', { title: 'evening' })
  const { answer } = await owner('GET', '/api/audit?limit=2')
  expect(answer['entries']).toMatchObject([
    {
      actor: 'owner',
      name: 'owner',
      address: expect.stringMatching(/^(127\.0\.0\.1|::1)$/) as string,
      action: 'PATCH /api/rooms/:slug',
      target: { slug: 'quiet' },
      after: { title: 'evening' },
    },
    {
      action: 'PATCH /api/accounts/:account',
      target: { account: person.id },
      before: { role: 'viewer', name: 'Dan' },
      after: { role: 'host' },
    },
  ])
  const more = await owner('GET', `/api/audit?limit=200&before=${String(answer['next'])}`)
  const text = JSON.stringify(more.answer)
  expect(text).toContain('POST /api/me/password')
  expect(text).not.toMatch(/argon2|secret of this test|login#/)
  const asViewer = await fetch(`${server.url}/api/audit`, { headers: person.headers })
  expect(asViewer.status).toBe(401) // another role ended the session
})
