import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { testIdOf, testSourceOf } from '../../../proto/feed/index.ts'
import { createOwner, hashToken } from '../../account/owner.ts'
import { createTickets } from '../../account/ticket.ts'
import { createFakeTokenStore } from '../../account/token.fake.ts'
import { Tokens } from '../../account/token.ts'
import { createLogger } from '../../lib/logger.ts'
import { createFakeCatalog } from '../../room/catalog.fake.ts'
import { createFakeRooms } from '../../room/rooms.fake.ts'
import { createApp } from '../app.ts'
import { Limits } from '../limit/limits.ts'
import { testEventRoutes } from './test-event.ts'

const ownerToken = 'owner-token-of-this-test-0123456789abcdef'
const secret = { 'content-type': 'application/json', authorization: `Bearer ${ownerToken}` }
const limitOptions = {
  maxSockets: 9,
  maxSocketsPerAddress: 9,
  streamsPerMinute: 9,
  loginsPerQuarter: 9,
  testEventsPerSecond: 200,
}
const quiet = {
  slug: 'movie-night',
  visibility: 'private',
  enabled: true,
  omit: [],
  sources: [{ platform: 'demo', ref: '7' }],
} as const
const chat = { type: 'chat', text: 'hello' }

async function start(local = true) {
  const { rooms, clock } = createFakeRooms()
  const catalog = createFakeCatalog([quiet])
  await catalog.load()
  await rooms.setCatalog(catalog)
  const owner = createOwner(await hashToken(ownerToken))
  const log = createLogger('silent', () => undefined)
  const tokenStore = createFakeTokenStore()
  const tokens = new Tokens({ store: tokenStore, clock, log, onRevoked: () => undefined })
  const limits = new Limits(limitOptions, clock)
  const app = createApp({
    routes: testEventRoutes({ rooms, limits }),
    guard: { local, origins: new Set(), cookie: 'c' },
    credentials: { owner, tokens, tickets: await createTickets(clock), limits },
    limits,
    log,
    onChange: async () => undefined,
    onProblem: () => undefined,
  })
  const post = async (room: string, body: unknown, headers: Record<string, string> = secret) => {
    const init = { method: 'POST', headers: { host: 'localhost', ...headers } }
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const response = await app.request(`/api/rooms/${room}/events`, { ...init, body: text })
    return { status: response.status, answer: (await response.json()) as Answer }
  }
  const shown = async (id: string): Promise<Record<string, unknown>[]> => {
    const reading = await rooms.open(id)
    if ('refused' in reading) throw new Error(reading.reason)
    const { room } = reading
    const lines: string[] = []
    for (let seq = room.oldest; seq <= room.head; seq++) lines.push(room.entry(seq)?.line ?? '')
    return lines.map((line) => JSON.parse(line) as Record<string, unknown>)
  }
  const bearer = async (scope: 'events:write' | 'rooms:open' | 'rooms:read', room?: string) => {
    const made = await tokens.create({ name: 't', scopes: [scope], room })
    return { 'content-type': 'application/json', authorization: `Bearer ${made.secret}` }
  }
  return { rooms, clock, post, shown, bearer, tokens }
}

interface Answer {
  readonly code?: string
  readonly detail?: string
  readonly epoch?: string
  readonly events?: readonly { readonly id: string; readonly seq?: number }[]
}

test('an event of the owner is published as a test before the answer', async () => {
  const { post, shown, clock } = await start()
  const gift = { id: '1', name: '小心心' }
  const price = { amount: 1, unit: 'diamond', cents: 10 }
  const events = [
    { ...chat, user: { name: '测试' }, at: 5 },
    { type: 'gift', id: 'g', gift, count: 2, price, value: price },
  ]
  const { status, answer } = await post('movie-night', { events })
  expect(status).toBe(200)
  const [first, second] = await shown('movie-night')
  expect(answer).toEqual({
    epoch: `e${clock.now()}`,
    events: [
      { id: first?.['id'], seq: 1 },
      { id: 'test:g', seq: 2 },
    ],
  })
  const place = { v: 1, room: 'movie-night', source: 'test:movie-night', test: true }
  const receivedAt = clock.now()
  const id = expect.stringMatching(/^test:/)
  expect(first).toEqual({ ...events[0], ...place, seq: 1, id, receivedAt })
  expect(second).toEqual({
    ...events[1],
    ...place,
    seq: 2,
    id: 'test:g',
    at: receivedAt,
    receivedAt,
  })
})

test('every golden event of the feed can be sent unchanged, and is published as a test', async () => {
  const { post, shown } = await start()
  const folder = join(import.meta.dirname, '../../../proto/feed/fixtures')
  const events = readdirSync(folder)
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Record<string, unknown>)
    .filter((message) => 'seq' in message && 'type' in message)
  expect(events.length).toBeGreaterThan(16)
  const third = Math.ceil(events.length / 3) // the ring of this room holds ten
  for (let at = 0; at < events.length; at += third) {
    const batch = events.slice(at, at + third)
    expect((await post('demo:1', { events: batch })).status).toBe(200)
    const published = (await shown('demo:1')).slice(-batch.length)
    published.forEach((event, index) => {
      const { seq: _seq, room: _room, receivedAt: _at, target: _target, ...fields } = batch[index]!
      const id = testIdOf(String(fields['id']))
      const source = testSourceOf(String(fields['source']))
      expect(event).toMatchObject({ ...fields, id, source, test: true, room: 'demo:1' })
    })
  }
})

test('a test retracts only tests, never a real event of that id', async () => {
  const { post, shown } = await start()
  const events = [{ type: 'retract', target: { events: ['bilibili:1', 'test:2'] } }]
  await post('demo:1', { events })
  expect((await shown('demo:1'))[0]?.['target']).toEqual({ events: ['test:bilibili:1', 'test:2'] })
})

test('a repeated id has no position in the answer', async () => {
  const { post, shown } = await start()
  await post('demo:1', { events: [{ ...chat, id: 'a' }] })
  const { answer } = await post('demo:1', {
    events: [
      { ...chat, id: 'a' },
      { ...chat, id: 'b' },
    ],
  })
  expect(answer.events).toEqual([{ id: 'test:a' }, { id: 'test:b', seq: 2 }])
  const again = await post('demo:1', { events: [{ ...chat, id: 'a' }] })
  expect(again).toMatchObject({ status: 200, answer: { events: [{ id: 'test:a' }] } })
  expect(await shown('demo:1')).toHaveLength(2)
})

test('a test does not change the state of the room, and names the source it was sent to', async () => {
  const { post, rooms, shown } = await start()
  const events = [
    { type: 'room', state: 'ended' },
    { type: 'stats', online: 0 },
  ]
  await post('demo:7', { events })
  expect(rooms.list().flatMap((room) => room.state())).toEqual([])
  const sources = (await shown('movie-night')).map(({ source }) => source)
  expect(sources).toEqual(['test:demo.7', 'test:demo.7'])
})

describe('refused with 422 and a message', () => {
  test.each<[string, unknown, string]>([
    ['no type', {}, 'events.0: type: must be one of chat, gift'],
    ['an unknown type', { type: 'telepathy' }, 'events.0: type: must be one of'],
    ['the side stream', { type: 'raw', method: 'x', data: 1 }, 'events.0: type: must be one of'],
    ['no text', { type: 'chat' }, 'events.0: text: '],
    ['a wrong colour', { ...chat, color: 'red' }, 'events.0: color: '],
    ['third a gift', { type: 'gift', count: 1.5 }, 'events.0: gift: '],
    [
      'a source without platform',
      { ...chat, source: 'x' },
      'events.0: source: must be platform:ref',
    ],
    ['no object', 7, 'events.0: '],
    ['a float', { type: 'like', count: 0.5 }, 'events.0: count: '],
  ])('%s', async (_name, event, words) => {
    const { post, rooms } = await start()
    const { status, answer } = await post('demo:1', { events: [event] })
    expect([status, answer.code]).toEqual([422, 'invalid-event'])
    expect(answer.detail).toContain(words)
    expect(rooms.list().map(({ id }) => id)).not.toContain('demo:1')
  })

  test('one wrong event refuses its whole batch', async () => {
    const { post, shown } = await start()
    const { answer } = await post('demo:1', { events: [chat, chat, { type: 'like' }] })
    expect(answer.detail).toContain('events.2: count: ')
    expect(await shown('demo:1')).toEqual([])
  })

  test.each([0, 101])('%i events at once', async (count) => {
    const { post } = await start()
    const events = Array.from({ length: count }, () => chat)
    expect(await post('demo:1', { events })).toMatchObject({
      status: 422,
      answer: { detail: 'events: send 1 to 100 at once' },
    })
  })
})

test.each<[string, string, unknown, string]>([
  ['no JSON', 'demo:1', '{"events":', '400 bad-request'],
  ['no list', 'demo:1', {}, '400 bad-request'],
  ['another field', 'demo:1', { events: [chat], room: 'x' }, '400 bad-request'],
  [
    'a body that is too large',
    'demo:1',
    { events: [{ ...chat, text: 'x'.repeat(70_000) }] },
    '413 body-too-large',
  ],
  ['no room', 'nobody-made-this', { events: [chat] }, '404 no-such-room'],
  ['no platform', 'huya:1', { events: [chat] }, '404 no-such-room'],
  ['no room id', 'NO', { events: [chat] }, '400 bad-request'],
])('%s is refused', async (_name, room, body, refusal) => {
  const { post } = await start()
  const { status, answer } = await post(room, body)
  expect(`${status} ${answer.code}`).toBe(refusal)
})

test('the rate of a room is limited, and the refusal has a Retry-After', async () => {
  const { post, clock } = await start()
  const events = Array.from({ length: 100 }, () => chat)
  expect((await post('demo:1', { events })).status).toBe(200)
  expect((await post('demo:1', { events })).status).toBe(200)
  expect((await post('demo:1', { events })).answer.code).toBe('too-many-requests')
  clock.advance(500)
  expect((await post('demo:1', { events })).status).toBe(200)
})

describe('access', () => {
  const rights: Record<string, readonly ['events:write' | 'rooms:open' | 'rooms:read', string?]> = {
    'events:write': ['events:write'],
    'events:write here': ['events:write', 'movie-night'],
    'events:write elsewhere': ['events:write', 'other'],
    'events:write of the source': ['events:write', 'demo:7'],
    'rooms:read': ['rooms:read'],
    'rooms:open': ['rooms:open'],
  }
  // To the private room, to a source of it, and to a room on demand.
  test.each<[string, boolean, number[]]>([
    ['events:write', true, [200, 200, 200]],
    ['events:write', false, [200, 200, 403]],
    ['events:write here', true, [200, 403, 403]],
    ['events:write elsewhere', true, [403, 403, 403]],
    ['events:write of the source', true, [403, 403, 403]],
    ['rooms:read', true, [403, 403, 403]],
    ['rooms:open', true, [403, 403, 403]],
    ['nobody', true, [401, 401, 401]],
  ])('%s, listening on this machine only: %j', async (who, local, statuses) => {
    const { post, bearer } = await start(local)
    const right = rights[who]
    const headers = right ? await bearer(...right) : { 'content-type': 'application/json' }
    const answers = []
    for (const id of ['movie-night', 'demo:7', 'demo:9']) {
      answers.push((await post(id, { events: [chat] }, headers)).status)
    }
    expect(answers).toEqual(statuses)
  })
})
