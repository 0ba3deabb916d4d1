import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Subscriber, subscribe } from '../kit/subscriber.ts'
import { until } from '../kit/wait.ts'
import { type LiveServer, startLiveServer, type Visitor } from './people.ts'

let server: LiveServer
let host: Visitor
let viewer: Visitor

beforeAll(async () => {
  server = await startLiveServer({ SESSIONS: 'single' })
  host = await server.register('Hana', 'host')
  viewer = await server.register('Vera')
})
afterAll(() => server.end())

/** Reads a live room, as a person or without an account; resolves when the stream has begun. */
async function watch(id: string, person?: Visitor, query = ''): Promise<Subscriber> {
  const headers = { origin: server.url, ...(person && { cookie: person.cookie }) }
  const stream = subscribe(server.url, `/rooms/live:${id}/stream${query}`, { headers })
  await stream.take(1)
  return stream
}

const viewersOf = async (id: string): Promise<unknown> =>
  (await server.ask('GET', `/api/live/${id}/viewers`)).body

test('S2-15 S2-16 S4-35 S4-36 S4-52 S4-54 streams are viewers, counted by the server alone: an account counts once, presence=0 not at all', async () => {
  await host.ask('POST', '/api/live', { id: 'stage', title: 'Stage' })
  const streams = await Promise.all([
    watch('stage', viewer),
    watch('stage', viewer),
    watch('stage'),
    watch('stage', host, '?presence=0'),
  ])
  const here = { online: 2, connections: 3, seen: 1, accounts: [{ id: viewer.id, name: 'Vera' }] }
  await until(async () => expect(await viewersOf('stage')).toEqual(here))
  const [first] = streams
  await until(() => first.frames.some(({ type, seen }) => type === 'stats' && seen === 1))
  const entered = first.frames.filter(({ type }) => type === 'enter')
  expect(entered).toMatchObject([{ user: { id: `live:${viewer.id}`, name: 'Vera' } }])
  first.leave() // without a close frame
  await until(async () =>
    expect(await viewersOf('stage')).toMatchObject({ online: 2, connections: 2 }),
  )
  for (const stream of streams) stream.close()
  const nobody = { online: 0, connections: 0, accounts: [] }
  await until(async () => expect(await viewersOf('stage')).toMatchObject(nobody))
})

test('S4-25 S4-43 a stream is refused on the open socket, takes no messages, and nothing unknown is done', async () => {
  await host.ask('POST', '/api/live', { id: 'door', title: 'Door', visibility: 'private' })
  const stranger = subscribe(server.url, '/rooms/live:door/stream')
  expect((await stranger.closed).code).toBe(4404)
  const wrong = subscribe(server.url, '/rooms/live:door/stream?token=wrong')
  expect((await wrong.closed).code).toBe(4401)
  const stream = await watch('door', host)
  stream.send('{"event":"comment","text":"over the socket"}')
  expect((await stream.closed).code).toBe(1008)
  const unknown = await host.ask('POST', '/api/live/door/dance')
  expect([unknown.status, unknown.body['code']]).toEqual([404, 'not-found'])
})

test('S4-30 with SESSIONS=single a second login ends the stream of the first, and says so', async () => {
  await host.ask('POST', '/api/live', { id: 'single', title: 'Single' })
  const first = await server.register('Tess')
  const stream = await watch('single', first)
  const again = { name: 'Tess', password: 'the password of Tess' }
  expect((await server.ask('POST', '/api/login', again)).status).toBe(200)
  const reason = 'your session ended by another login: log in again'
  expect(await stream.closed).toMatchObject({ code: 4401, reason })
  expect(await first.ask('GET', '/api/me/sessions')).toMatchObject({
    status: 401,
    body: { code: 'login-required', reason: 'replaced' },
  })
})

test('S4-38 of 50 joins at once the history has one visit', async () => {
  await host.ask('POST', '/api/live', { id: 'hall', title: 'Hall' })
  const streams = await Promise.all(Array.from({ length: 50 }, () => watch('hall', viewer)))
  const visits = async () => (await viewer.ask('GET', '/api/me/history')).body['visits']
  await until(async () =>
    expect(await visits()).toContainEqual(expect.objectContaining({ id: 'hall' })),
  )
  for (const stream of streams) stream.close()
  await until(async () => expect(await viewersOf('hall')).toMatchObject({ online: 0, seen: 1 }))
  const seen = (await visits()) as readonly { readonly id: string }[]
  expect(seen.filter(({ id }) => id === 'hall')).toHaveLength(1)
  expect((await viewer.ask('GET', '/api/me/history?limit=1')).body).toMatchObject({
    visits: [{ id: 'hall' }],
  })
})

test('S2-12 50 follows at once are one, and following ends as often as one likes', async () => {
  const path = `/api/follows/${host.id}`
  const follows = await Promise.all(Array.from({ length: 50 }, () => viewer.ask('PUT', path)))
  expect(new Set(follows.map(({ status }) => status))).toEqual(new Set([204]))
  const list = async () => (await viewer.ask('GET', '/api/me/follows')).body['people']
  const state = async () => (await viewer.ask('GET', path)).body
  expect(await list()).toMatchObject([{ account: { id: host.id, name: 'Hana' } }])
  expect(await state()).toEqual({ follows: true })
  expect((await viewer.ask('DELETE', path)).status).toBe(204)
  expect((await viewer.ask('DELETE', path)).status).toBe(204)
  expect(await list()).toEqual([])
  expect(await state()).toEqual({ follows: false })
  expect((await viewer.ask('PUT', '/api/follows/nobody')).status).toBe(404)
  expect((await viewer.ask('PUT', `/api/follows/${viewer.id}`)).status).toBe(400)
})

test('S4-22 a private room is missing to others, and its streams end with the membership', async () => {
  await host.ask('POST', '/api/live', { id: 'den', title: 'Den', visibility: 'private' })
  await host.ask('POST', '/api/live/den/start')
  for (const [method, path, body] of [
    ['GET', '/api/live/den', undefined],
    ['GET', '/api/live/den/comments', undefined],
    ['POST', '/api/live/den/comments', { text: 'x' }],
    ['GET', '/api/live/den/viewers', undefined],
    ['POST', '/api/live/den/end', undefined],
    ['GET', '/rooms/live:den', undefined],
  ] as const) {
    const { status, body: problem } = await viewer.ask(method, path, body)
    expect([path, status, problem['code']]).toEqual([path, 404, 'no-such-room'])
  }
  expect((await host.ask('PUT', `/api/live/den/members/${viewer.id}`)).status).toBe(204)
  const stream = await watch('den', viewer)
  expect((await viewer.ask('POST', '/api/live/den/comments', { text: 'in' })).status).toBe(201)
  expect((await host.ask('DELETE', `/api/live/den/members/${viewer.id}`)).status).toBe(204)
  expect((await stream.closed).code).toBe(4404)
  expect((await viewer.ask('GET', '/api/live/den')).status).toBe(404)
  const { rooms } = (await server.ask('GET', '/api/live')).body
  expect(JSON.stringify(rooms)).not.toContain('den')
})
