import { Hono } from 'hono'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Principal } from '../../account/principal.ts'
import { createFakeClock } from '../../lib/time/clock.fake.ts'
import { seededRandom } from '../../lib/random.ts'
import type { Fetch } from '../../platform/connector.ts'
import { platforms } from '../../platform/registry.ts'
import { createFakeCatalog } from '../../room/catalog.fake.ts'
import type { Catalog, ConfiguredRoom } from '../../room/catalog.ts'
import { createFakeOwnRooms } from '../../room/own-rooms.fake.ts'
import { createFakeRooms } from '../../room/rooms.fake.ts'
import { createFakeStorage, type FakeStorage } from '../../store/collection.fake.ts'
import { createFindRoom } from '../../upstream/find-room.ts'
import { problemOfError } from '../problem-of-error.ts'
import type { HttpEnv } from '../route.ts'
import { catalogRoutes } from './catalog.ts'

let requests: string[]
let answers: Readonly<Record<string, Response>>
let app: Hono<HttpEnv>
let configuredRooms: Catalog
let storage: FakeStorage<ConfiguredRoom>

beforeEach(async () => {
  requests = []
  answers = {}
  const fetch: Fetch = async (url) => {
    requests.push(url)
    const answer = answers[url]
    if (!answer) throw new TypeError('nobody is there')
    return answer
  }
  const network = { clock: createFakeClock(), random: seededRandom(1), fetch, endpoints: {} }
  storage = createFakeStorage()
  configuredRooms = createFakeCatalog([], storage)
  await configuredRooms.load()
  const vault = { hasCookie: () => false }
  const findRoom = createFindRoom(platforms, network)
  const { rooms, clock } = createFakeRooms()
  const routes = catalogRoutes({
    catalog: configuredRooms,
    rooms,
    platforms,
    findRoom,
    vault,
    clock,
  })
  app = new Hono<HttpEnv>()
  for (const { method, path, handle } of routes) app.on(method, path, handle)
  app.onError((error) => problemOfError(error).toResponse('test'))
})

/** Returns the room that the tests configure, with some sources. */
const nightOf = (sources: readonly object[]): ConfiguredRoom => ({
  slug: 'night',
  visibility: 'public',
  enabled: true,
  omit: [],
  sources: sources as ConfiguredRoom['sources'],
})

const headers = { 'content-type': 'application/json' }

async function configure(platform: string, ref: string, slug = 'night') {
  const body = JSON.stringify({ slug, sources: [{ platform, ref }] })
  const response = await app.request('/api/rooms', { method: 'POST', headers, body })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

const to = (location: string): Response => new Response('', { status: 302, headers: { location } })
const link = 'https://v.douyin.com/iRN/'

describe('S0-44: a room of Douyin is stored by its id', () => {
  test.each([
    ['its id', '80017709309', '80017709309'],
    ['a display id', 'renyixu1989', 'renyixu1989'],
    ['its address', ' https://live.douyin.com/80017709309?enter_from=x ', '80017709309'],
  ])('given %s, without a request', async (_what, ref, id) => {
    const { status, body } = await configure('douyin', ref)
    expect([status, body['sources']]).toEqual([201, [{ platform: 'douyin', ref: id }]])
    expect(requests).toEqual([])
  })

  test('given a short link, after following it', async () => {
    answers = { [link]: to('https://live.douyin.com/80017709309') }
    const { status, body } = await configure('douyin', link)
    expect([status, body['sources']]).toEqual([201, [{ platform: 'douyin', ref: '80017709309' }]])
    expect(requests).toEqual([link])
  })

  test('also if a room is changed', async () => {
    await configure('douyin', '1')
    const body = JSON.stringify({
      sources: [{ platform: 'douyin', ref: 'https://live.douyin.com/2' }],
    })
    const response = await app.request('/api/rooms/night', { method: 'PATCH', headers, body })
    expect(await response.json()).toMatchObject({ sources: [{ platform: 'douyin', ref: '2' }] })
  })
})

test('D7 creating, changing and reading a room answer the same fields, also after a restart', async () => {
  const { body: created } = await configure('douyin', '1')
  const path = '/api/rooms/night'
  const change = { method: 'PATCH', headers, body: '{}' }
  expect(await (await app.request(path, change)).json()).toEqual(created)
  expect(await (await app.request(path)).json()).toEqual(created)
  // A database returns whole rows.
  const source = { platform: 'douyin', ref: '1', room: 'night', createdAt: 1 }
  storage.rows.set('night', nightOf([source]))
  await configuredRooms.load()
  expect(await (await app.request(path, change)).json()).toEqual(created)
  expect(await (await app.request(path)).json()).toEqual(created)
})

test('a room of Bilibili may be named by its address', async () => {
  const { body } = await configure('bilibili', 'https://live.bilibili.com/21452505?x=1')
  expect(body['sources']).toEqual([{ platform: 'bilibili', ref: '21452505' }])
})

describe('T-SSRF-3, S0-43: a text without a room is 422, and no request is sent', () => {
  const loopback = [
    '127.0.0.1',
    '2130706433',
    '0x7f000001',
    '0x7f.1',
    '0177.0.0.1',
    '017700000001',
    '127.1',
    '0',
    'localhost',
    'localhost.',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[0:0:0:0:0:ffff:7f00:0001]',
    '169.254.169.254',
    '10.0.0.1',
    '100.64.0.1',
    '[fe80::1%25eth0]',
    '[fd00::1]',
    '①②⑦.⓪.⓪.①',
  ]
  test.each([
    'http://127.0.0.1/?https://live.douyin.com/',
    ...loopback.flatMap((host) => [
      `http://${host}/80017709309`,
      `https://live.douyin.com@${host}/1`,
      `http://${host}/?v.douyin.com`,
    ]),
    'https://live.douyin.com:1@127.0.0.1/1',
    'https://live.douyin.com#@127.0.0.1/../1',
    'https://live.douyin.com\\@127.0.0.1/1',
    'https://live.douyin.com%2f@127.0.0.1/1',
    'https://live.douyin.com.127.0.0.1.nip.io/1',
    'https://v.douyin.com@evil.example/iRN/',
    'https://v.douyin.com.evil.example/iRN/',
    'https://v.douyin.com:8443/iRN/',
    'https://evil.example/https://v.douyin.com/iRN/',
    'https://live.douyin.com./1',
    'gopher://live.douyin.com/1',
    'file:///etc/passwd',
    '//live.douyin.com/1',
    'a b',
  ])('%s', async (ref) => {
    expect(await configure('douyin', ref)).toMatchObject({
      status: 422,
      body: { code: 'not-a-room' },
    })
    expect(requests).toEqual([])
  })

  test.each([
    'http://127.0.0.1/',
    'https://127.0.0.1/80017709309',
    'https://2130706433/',
    'https://[::ffff:7f00:1]/',
    'https://live.douyin.com@127.0.0.1/1',
    'https://evil.example/?https://live.douyin.com/1',
    'http://v.douyin.com/plain',
    'https://v.douyin.com:444/other',
    'file:///etc/passwd',
  ])('a link that leads to %s is the only address requested', async (location) => {
    answers = { [link]: to(location) }
    expect(await configure('douyin', link)).toMatchObject({ status: 422 })
    expect(requests).toEqual([link])
  })

  test.each([
    ['bilibili', 'x', 'a room of Bilibili is a number'],
    ['demo', '0', 'demo:busy'],
    ['douyin', '.hidden', 'Douyin'],
  ])(
    '%s:%s is no possible room, and the message says which form a room has',
    async (platform, ref, words) => {
      const { status, body } = await configure(platform, ref)
      expect([status, body['code']]).toEqual([422, 'not-a-room'])
      expect(body['detail']).toContain(words)
      expect(requests).toEqual([])
    },
  )

  test.each(['demo', 'bilibili-open'])('%s has no addresses', async (platform) => {
    expect(await configure(platform, 'https://live.douyin.com/1')).toMatchObject({ status: 422 })
    expect(requests).toEqual([])
  })
})

test('a link that cannot be followed now is not an error of the client', async () => {
  const { status, body } = await configure('douyin', link)
  expect([status, body['code']]).toEqual([502, 'no-answer'])
})

describe('L5: a source of a room that is hidden from the caller', () => {
  const slug = 'secret-premiere'
  const configured: ConfiguredRoom = {
    slug,
    visibility: 'private',
    enabled: true,
    omit: [],
    sources: [{ platform: 'bilibili', ref: '4242' }],
  }

  async function answerFor(
    principal: Principal,
    visibility: ConfiguredRoom['visibility'],
    sources = configured.sources,
  ) {
    const catalog = createFakeCatalog([
      { ...configured, visibility },
      { ...configured, slug: 'mine', sources: [] },
    ])
    await catalog.load()
    const { rooms, clock } = createFakeRooms({
      findOwnRoom: createFakeOwnRooms({ stage: 'private' }).find,
    })
    await rooms.setCatalog(catalog)
    const network = {
      clock,
      random: seededRandom(1),
      fetch: () => Promise.reject(new TypeError('nobody is there')),
      endpoints: {},
    }
    const findRoom = createFindRoom(platforms, network)
    const vault = { hasCookie: () => false }
    const withCaller = new Hono<HttpEnv>()
    withCaller.use((c, next) => {
      c.set('principal', principal)
      return next()
    })
    for (const route of catalogRoutes({ catalog, rooms, platforms, findRoom, vault, clock })) {
      withCaller.on(route.method, route.path, route.handle)
    }
    withCaller.onError((error) => problemOfError(error).toResponse('test'))
    const body = JSON.stringify({ sources })
    const response = await withCaller.request('/api/rooms/mine', { method: 'PATCH', headers, body })
    return [response.status, ((await response.json()) as { detail?: string }).detail]
  }

  const writer = {
    kind: 'token',
    id: 't',
    scopes: ['rooms:write'],
    room: 'mine',
    local: false,
  } as const
  const hidden = 'source bilibili:4242 belongs to another room'
  const named = `source bilibili:4242 belongs to room ${slug}`

  test.each<[string, Principal, ConfiguredRoom['visibility'], string]>([
    ['a token for another room', writer, 'private', hidden],
    ['a token for another room', writer, 'unlisted', hidden],
    ['a token for another room', writer, 'public', named],
    ['the owner', { kind: 'owner', local: false }, 'private', named],
  ])('%s of a %s room gets: %s', async (_who, principal, visibility, detail) => {
    expect(await answerFor(principal, visibility)).toEqual([409, detail])
  })

  const anywhere = { ...writer, room: undefined } as const
  const refusal = (ref: string) => [400, `sources: there is no live room ${ref} for you`] as const

  test.each<[string, Principal, string, readonly [number, string?]]>([
    [
      'is refused to a token for one room, as if it were missing',
      writer,
      'stage',
      refusal('stage'),
    ],
    ['is accepted from a token for every room', anywhere, 'stage', [200]],
    ['that is missing is refused', anywhere, 'garden', refusal('garden')],
  ])('a live room as a new source %s', async (_, principal, ref, answer) => {
    expect(await answerFor(principal, 'public', [{ platform: 'live', ref }])).toEqual([
      answer[0],
      answer[1],
    ])
  })
})
