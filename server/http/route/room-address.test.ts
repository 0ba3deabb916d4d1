import { Hono } from 'hono'
import { describe, expect, test } from 'vitest'
import { addressCases } from '../../../proto/input/address-cases.fake.ts'
import type { Identity } from '../../account/principal.ts'
import { createFakeClock } from '../../lib/time/clock.fake.ts'
import { seededRandom } from '../../lib/random.ts'
import type { Fetch } from '../../platform/connector.ts'
import { choosePlatforms, platforms } from '../../platform/registry.ts'
import { createFindRoom } from '../../upstream/find-room.ts'
import { problemOfError } from '../problem-of-error.ts'
import type { HttpEnv } from '../route.ts'
import { roomAddressRoutes } from './room-address.ts'

const headers = { 'content-type': 'application/json' }
const anonymous: Identity = { kind: 'anonymous' }

interface World {
  readonly fetch?: Fetch
  readonly local?: boolean
  readonly caller?: Identity
  readonly running?: typeof platforms
}

/** Starts the routes with a network in which every short link leads to room 6. */
function start(world: World = {}) {
  const requests: string[] = []
  const answering: Fetch = async (url) => {
    if (url.includes('/reflow/info/')) {
      return Response.json({ data: { room: { owner: { web_rid: '80017709309' } } } })
    }
    const location = url.includes('douyin')
      ? 'https://live.douyin.com/6'
      : 'https://live.bilibili.com/6'
    return new Response('', { status: 302, headers: { location } })
  }
  const { fetch = answering, local = true, caller = anonymous, running = platforms } = world
  const network = {
    clock: createFakeClock(),
    random: seededRandom(1),
    endpoints: {},
    fetch: ((url, init) => {
      requests.push(url)
      return fetch(url, init)
    }) satisfies Fetch,
  }
  const findRoom = createFindRoom(running, network)
  const app = new Hono<HttpEnv>()
  app.use(async (c, next) => {
    c.set('principal', { ...caller, local })
    await next()
  })
  const routes = roomAddressRoutes({ platforms: running, findRoom })
  for (const { method, path, handle } of routes) app.on(method, path, handle)
  app.onError((error) => problemOfError(error).toResponse('test'))
  const read = async (text: string) => {
    const body = JSON.stringify({ text })
    const response = await app.request('/api/room-address', { method: 'POST', headers, body })
    return { status: response.status, body: (await response.json()) as Record<string, unknown> }
  }
  return { app, requests, read }
}

describe('S0-44: pasted room addresses, read by the API', () => {
  const { read, requests } = start()
  const cases = addressCases().filter(({ text }) => text !== '')

  const words: unknown = expect.stringMatching(/paste an address such as|name it as platform:ref/)

  test.each(cases)('$kind: $text', async ({ text, room, choice, ask, of = '', refused }) => {
    requests.length = 0
    const { status, body } = await read(text)
    const found = of.startsWith('https') ? `${ask}:6` : `${ask}:80017709309`
    const expected =
      refused === undefined
        ? { status: 200, body: { rooms: choice ?? [room ?? found] } }
        : {
            status: 422,
            body: {
              code: 'not-a-room',
              reason: refused,
              detail: words,
            },
          }
    expect({ status, body }).toMatchObject(expected)
    expect(requests.length).toBe(ask === undefined ? 0 : 1)
  })
})

test('the target of a link is reported if it is no room', async () => {
  const profile = 'https://www.iesdouyin.com/share/user/MS4'
  const { read } = start({
    fetch: async () => new Response('', { status: 302, headers: { location: profile } }),
  })
  expect(await read('https://v.douyin.com/iRN/')).toMatchObject({
    status: 422,
    body: { code: 'not-a-room', reason: 'profile' },
  })
})

test('a link that cannot be followed now is not an error of the client', async () => {
  const { read } = start({ fetch: () => Promise.reject(new TypeError('nobody is there')) })
  expect(await read('https://b23.tv/x')).toMatchObject({ status: 502, body: { code: 'no-answer' } })
})

test('an anonymous caller gets addresses read, but no link followed', async () => {
  const { read, requests } = start({ local: false })
  expect(await read('https://live.bilibili.com/6')).toMatchObject({ status: 200 })
  expect(await read('https://b23.tv/x')).toMatchObject({ status: 401 })
  expect(requests).toEqual([])
})

test('at most eight links are followed at once', async () => {
  const waiting: (() => void)[] = []
  const { read } = start({
    fetch: () => new Promise((_, reject) => waiting.push(() => reject(new Error('away')))),
  })
  const under = Array.from({ length: 8 }, () => read('https://b23.tv/x'))
  await expect.poll(() => waiting.length).toBe(8)
  expect(await read('https://b23.tv/x')).toMatchObject({ status: 429 })
  for (const end of waiting) end()
  expect((await Promise.all(under)).map(({ status }) => status)).toEqual(Array(8).fill(502))
})

test('pages get the forms of room addresses, and the disabled platforms', async () => {
  const { app } = start({ running: choosePlatforms(['bilibili']) })
  const response = await app.request('/api/platforms')
  const { platforms: sites } = (await response.json()) as {
    platforms: { platform: string; off?: boolean; pages?: unknown[] }[]
  }
  const off = sites.filter((site) => site.off).map(({ platform }) => platform)
  expect(off).toEqual(['bilibili-open', 'douyin', 'feed'])
  expect(sites.find(({ platform }) => platform === 'bilibili')?.pages).not.toEqual([])
})
