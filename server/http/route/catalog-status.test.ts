import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { platforms } from '../../platform/registry.ts'
import type { ConfiguredRoom } from '../../room/catalog.ts'
import { openRoomsWithCatalog, settled } from '../../room/rooms-with-catalog.fake.ts'
import { problemOfError } from '../problem-of-error.ts'
import { catalogRoutes } from './catalog.ts'

const noon = Date.parse('2026-03-01T12:00:00+08:00')
const hour = 3_600_000
const schedule = { opens: '0 20 * * *', closes: '0 23 * * *', zone: 'Asia/Shanghai' }
const night: ConfiguredRoom = {
  slug: 'night',
  title: '夜',
  visibility: 'public',
  enabled: true,
  sources: [{ platform: 'bilibili', ref: '1' }],
  omit: [],
}

const findRoom = async (ref: string, platform = '') => ({ platform, ref })

const vault = { hasCookie: (platform: string) => platform === 'bilibili' }

async function start(rooms: readonly ConfiguredRoom[], stopping?: () => Promise<void>) {
  const house = await openRoomsWithCatalog(rooms, noon, stopping)
  const app = new Hono()
  for (const { method, path, handle } of catalogRoutes({ ...house, platforms, findRoom, vault })) {
    app.on(method, path, handle as never) // the routes' own environment is not needed here
  }
  app.onError((error) => problemOfError(error).toResponse('test'))
  const ask = async (method: string, path: string, body?: object) => {
    const text = body && { body: JSON.stringify(body) }
    const headers = { 'content-type': 'application/json' }
    const response = await app.request(path, { method, headers, ...text })
    await settled()
    const content = response.status === 204 ? {} : await response.json()
    return { status: response.status, body: content as Record<string, unknown> }
  }
  return { ...house, ask, app }
}

test('a room reports the status of its sources, and the access of other logins', async () => {
  const { ask, sink, clock, rooms } = await start([night])
  clock.advance(1000)
  const retryAt = noon + hour
  sink('bilibili:1').publish({ type: 'source', state: 'blocked', reason: '-352', retryAt })
  await settled()
  clock.advance(1000)
  sink('bilibili:1').publish({
    type: 'source',
    state: 'open',
    limits: ['masked'],
    login: 'guest',
  })
  clock.advance(1000)
  sink('bilibili:1').publish({ type: 'enter' })
  await settled()
  const { body } = await ask('GET', '/api/rooms/night')
  expect(body).toMatchObject({
    listening: { open: true, why: 'always' },
    status: [
      {
        source: 'bilibili:1',
        state: 'open',
        since: noon + 2000,
        lastEventAt: noon + 3000,
        limits: ['masked'],
        login: 'guest',
        offers: [
          { login: 'guest', limits: ['masked', 'sampled', 'login-needed'] },
          { login: 'account', limits: [] },
        ],
      },
    ],
  })
  expect(JSON.stringify(body)).not.toContain('retryAt')
  await rooms.close()
})

test('S0-52 a changed schedule acts without a restart, and its next change is shown', async () => {
  const { ask, log, rooms } = await start([night])
  const { body } = await ask('PATCH', '/api/rooms/night', { schedule })
  expect(body['listening']).toEqual({ open: false, why: 'schedule', changesAt: noon + 8 * hour })
  expect(log).toEqual(['+bilibili:1', '-bilibili:1'])
  const { body: opened } = await ask('PATCH', '/api/rooms/night', { override: 'open' })
  expect(opened).toMatchObject({
    override: { state: 'open', at: noon },
    listening: { open: true, why: 'override', changesAt: noon + 8 * hour },
  })
  expect(log).toEqual(['+bilibili:1', '-bilibili:1', '+bilibili:1'])
  const { body: free } = await ask('PATCH', '/api/rooms/night', { schedule: null })
  expect(free['listening']).toEqual({ open: true, why: 'always' })
  expect(free['override']).toBeUndefined()
  await rooms.close()
})

test('S0-55 a room reports that it has a cookie, but not its value', async () => {
  const { ask, rooms } = await start([night])
  expect((await ask('GET', '/api/rooms/night')).body['cookies']).toEqual({ bilibili: 'set' })
  await rooms.close()
})

test('S0-53 a renamed room has its new name at once, without a reconnect', async () => {
  const { ask, log, rooms } = await start([night])
  await ask('PATCH', '/api/rooms/night', { title: '朝' })
  expect((await ask('GET', '/api/rooms/night')).body['title']).toBe('朝')
  expect(log).toEqual(['+bilibili:1'])
  await rooms.close()
})

test.each([
  [{ schedule: { ...schedule, zone: 'Mars/Olympus' } }, 'zone'],
  [{ schedule: { ...schedule, opens: '99 * * * *' } }, 'opens'],
  [{ schedule: { opens: '0 20 * * *' } }, 'closes'],
  [{ override: 'open' }, 'no schedule'],
  [{ omit: ['source'] }, 'omit'],
])('%j is refused with a message', async (change, word) => {
  const { ask, rooms, catalog } = await start([night])
  const { status, body } = await ask('PATCH', '/api/rooms/night', change)
  expect([status, body['code']]).toEqual([400, 'bad-request'])
  expect(body['detail']).toContain(word)
  expect(catalog.find('night')).toEqual(night)
  await rooms.close()
})

test('S0-17 a room is created and stays although its platform is disabled', async () => {
  const { ask, sink, rooms } = await start([])
  const wish = { slug: 'day', sources: [{ platform: 'bilibili', ref: '1' }] }
  expect((await ask('POST', '/api/rooms', wish)).status).toBe(201)
  const retryAt = noon + 2000
  const reason = 'a request failed'
  sink('bilibili:1').publish({ type: 'source', state: 'connecting', reason, retryAt })
  await settled()
  const { body } = await ask('GET', '/api/rooms/day')
  expect(body['status']).toMatchObject([{ state: 'connecting', reason, retryAt }])
  await rooms.close()
})

test('S0-19 a room receives its new source at once, and the old one no more', async () => {
  const { ask, log, rooms } = await start([night])
  await ask('PATCH', '/api/rooms/night', { sources: [{ platform: 'bilibili', ref: '2' }] })
  expect(log).toEqual(['+bilibili:1', '-bilibili:1', '+bilibili:2'])
  await rooms.close()
})

test('S0-26 a new room receives its sources at once, without a restart', async () => {
  const { ask, log, shown, sink, rooms } = await start([night])
  const wish = { slug: 'day', sources: [{ platform: 'bilibili', ref: '2' }] }
  expect((await ask('POST', '/api/rooms', wish)).status).toBe(201)
  expect(log).toEqual(['+bilibili:1', '+bilibili:2'])
  sink('bilibili:2').publish({ type: 'chat', text: '早' })
  await settled()
  expect(shown.at(-1)).toMatchObject({ room: 'day', text: '早' })
  await rooms.close()
})

test('S0-18 after the answer to its removal a room publishes nothing, also while its sources stop', async () => {
  const stopping = async (): Promise<void> => {
    for (let turn = 0; turn < 5; turn++) await settled()
  }
  const { app, ask, log, shown, sink, rooms } = await start([night], stopping)
  const { publish } = sink('bilibili:1')
  const flow = setInterval(() => publish({ type: 'chat', text: '还在' }))
  const removed = await app.request('/api/rooms/night', { method: 'DELETE' })
  const before = shown.length
  expect(removed.status).toBe(204)
  expect(log).toEqual(['+bilibili:1', '-bilibili:1'])
  for (let turn = 0; turn < 5; turn++) {
    publish({ type: 'chat', text: '还在' })
    await settled()
  }
  clearInterval(flow)
  expect(shown).toHaveLength(before)
  expect(await ask('DELETE', '/api/rooms/night')).toMatchObject({
    status: 404,
    body: { code: 'no-such-room' },
  })
  await rooms.close()
})
