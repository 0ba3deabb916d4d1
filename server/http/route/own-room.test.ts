import { expect, test } from 'vitest'
import { decide } from '../../account/policy.ts'
import type { Tickets } from '../../account/ticket.ts'
import { Feed } from '../../feed/room-broadcast.ts'
import { platforms } from '../../platform/registry.ts'
import { Overlays } from '../../overlay/overlays.ts'
import { createFakeCatalog } from '../../room/catalog.fake.ts'
import type { ConfiguredRoom } from '../../room/catalog.ts'
import { createFakeOwnRooms } from '../../room/own-rooms.fake.ts'
import { createFakeRooms } from '../../room/rooms.fake.ts'
import { createFakeCollection, createFakeStorage } from '../../store/collection.fake.ts'
import { openSource } from '../../upstream/source.ts'
import { bearer, startApp } from '../app.fake.ts'
import { Limits } from '../limit/limits.ts'
import { ActiveReaders } from '../socket/active-readers.ts'
import { roomRoutes } from './room.ts'
import { testEventRoutes } from './test-event.ts'
import { ticketRoutes } from './ticket.ts'

const night: ConfiguredRoom = {
  slug: 'night',
  visibility: 'public',
  enabled: true,
  omit: [],
  sources: [{ platform: 'live', ref: 'hall' }],
}

/** Starts a public server with a live room of each visibility, and one in a configured room. */
async function start() {
  const own = createFakeOwnRooms({
    stage: 'public',
    yard: 'unlisted',
    cellar: 'private',
    hall: 'private',
  })
  const { rooms, clock } = createFakeRooms({
    findOwnRoom: own.find,
    startSource: ({ platform: name, ref }, sink) => {
      const platform = platforms.get(name)
      if (!platform) throw new RangeError(`no ${name}`)
      return openSource({ platform, ref, sink, clock, seed: 1, own })
    },
  })
  const catalog = createFakeCatalog([night])
  await catalog.load()
  await rooms.setCatalog(catalog)
  const limits = new Limits(
    {
      maxSockets: 9,
      maxSocketsPerAddress: 9,
      streamsPerMinute: 99,
      loginsPerQuarter: 9,
      testEventsPerSecond: 99,
    },
    clock,
  )
  const audience = new ActiveReaders((room) => (who) => decide(who, 'read', rooms.find(room)))
  const late: { tickets?: Tickets } = {}
  const tickets = {
    issue: (...given: Parameters<Tickets['issue']>) => late.tickets!.issue(...given),
  }
  const reading = { rooms, catalog, platforms, clock, limits, audience }
  const app = await startApp(false, [
    ...roomRoutes({
      ...reading,
      feed: new Feed(clock),
      onClients: () => undefined,
      onProblem: () => undefined,
    }),
    ...ticketRoutes({
      rooms,
      tickets,
      overlays: new Overlays(
        createFakeCollection({ storage: createFakeStorage(), keyOf: ({ name }) => name }),
      ),
    }),
    ...testEventRoutes({ rooms, limits }),
  ])
  late.tickets = app.tickets
  const post = async (path: string, secret: string, body?: object) => {
    const headers = { 'content-type': 'application/json', ...bearer(secret).headers }
    return app.request(path, {
      method: 'POST',
      headers,
      ...(body && { body: JSON.stringify(body) }),
    })
  }
  return { ...app, own, rooms, post }
}

// The columns are live:stage (public), live:yard (unlisted), live:cellar (private), live:hall
// (private, in the public room night), night, and a live room that does not exist.
const ids = ['live:stage', 'live:yard', 'live:cellar', 'live:hall', 'night', 'live:nothing']

test.each([
  ['a stranger', undefined, [200, 200, 404, 404, 404, 404]],
  ['a token with rooms:open', 'rooms:open', [200, 200, 404, 404, 404, 404]],
  ['a token with rooms:read', 'rooms:read', [200, 200, 200, 200, 200, 404]],
] as const)('%s reads live rooms as it reads configured ones', async (_name, scope, statuses) => {
  const { request, secretFor } = await start()
  const init = scope ? bearer(await secretFor(scope)) : {}
  const answers = await Promise.all(ids.map((id) => request(`/rooms/${id}/events`, init)))
  expect(answers.map(({ status }) => status)).toEqual(statuses)
  const refusals = answers.filter(({ status }) => status === 404).map((one) => one.json())
  const details = (await Promise.all(refusals)).map((one) => (one as { detail: string }).detail)
  expect(new Set(details).size).toBe(1) // a hidden room looks like one that is missing
})

test('the list shows strangers the public live rooms that are open', async () => {
  const { request, secretFor, rooms } = await start()
  for (const id of ids.slice(0, 3)) await rooms.open(id)
  const listed = async (init: RequestInit) => {
    const { rooms: open } = (await (await request('/api/rooms', init)).json()) as {
      rooms: { id: string }[]
    }
    return open.map(({ id }) => id).toSorted()
  }
  expect(await listed({})).toEqual(['live:stage'])
  expect(await listed(bearer(await secretFor('rooms:read')))).toEqual([
    'live:cellar',
    'live:stage',
    'live:yard',
    'night',
  ])
})

test('a ticket for a private live room takes rooms:read', async () => {
  const { secretFor, post } = await start()
  const path = '/api/rooms/live:cellar/tickets'
  expect((await post(path, await secretFor('rooms:open'))).status).toBe(404)
  const issued = await post(path, await secretFor('rooms:read'))
  expect(issued.status).toBe(201)
  expect(await issued.json()).toMatchObject({
    stream: expect.stringMatching(/^\/rooms\/live:cellar/),
  })
})

test('a live room shows test events in the room that has it as a source', async () => {
  const { secretFor, post, rooms } = await start()
  const body = { events: [{ type: 'chat', text: 'hello' }] }
  const sent = post('/api/rooms/live:hall/events', await secretFor('events:write'), body)
  expect((await sent).status).toBe(200)
  const room = rooms.opened('night')
  const shown = JSON.parse(room?.entry(room.head)?.line ?? '{}') as object
  expect(shown).toMatchObject({ room: 'night', source: 'test:live.hall', test: true })
})
