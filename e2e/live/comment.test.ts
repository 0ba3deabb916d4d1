import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { feedMessage } from '../../proto/feed/schema/frame.ts'
import { launch, waitForLines } from '../kit/browser.ts'
import { subscribe } from '../kit/subscriber.ts'
import { until } from '../kit/wait.ts'
import { type LiveServer, ownerToken, startLiveServer, type Visitor } from './people.ts'

let server: LiveServer
let browser: Browser
let host: Visitor
let viewer: Visitor

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startLiveServer(), launch()])
  host = await server.register('Hana', 'host')
  viewer = await server.register('Vera')
})
afterAll(() => Promise.all([server.end(), browser.close()]))

/** Makes a live room and starts its broadcast. */
async function broadcast(id: string, more: object = {}): Promise<string> {
  const made = await host.ask('POST', '/api/live', { id, title: 'Tonight', ...more })
  expect(made.status).toBe(201)
  expect((await host.ask('POST', `/api/live/${id}/start`)).status).toBe(200)
  return `/api/live/${id}/comments`
}

const chats = (frames: readonly Readonly<Record<string, unknown>>[]) =>
  frames.filter(({ type }) => type === 'chat')

test('S4-42 a comment of an account flies over the overlay of its live room and of a room that merges it', async () => {
  const comments = await broadcast('stage')
  const inGarden = await broadcast('garden')
  const merged = await server.own('POST', '/api/rooms', {
    slug: 'night',
    sources: [
      { platform: 'live', ref: 'garden' },
      { platform: 'demo', ref: '1' },
    ],
  })
  expect(merged.status).toBe(201)
  const alone = subscribe(server.url, '/rooms/live:stage/stream?types=chat')
  const beside = subscribe(server.url, '/rooms/night/stream?types=chat')
  await Promise.all([alone.take(1), beside.take(1)])
  const [page, other] = await Promise.all([browser.newPage(), browser.newPage()])
  await page.goto(`${server.url}/overlay?room=live:stage`)
  await other.goto(`${server.url}/overlay?room=live:garden`)
  await until(
    async () => Number((await server.own('GET', '/rooms/live:garden')).body['readers']) >= 2,
  )
  const sent = await viewer.ask('POST', comments, { text: ' 你好 hello ' })
  expect(sent.status).toBe(201)
  expect(sent.body).toMatchObject({ text: '你好 hello', author: { id: viewer.id, name: 'Vera' } })
  expect((await viewer.ask('POST', inGarden, { text: 'in the garden' })).status).toBe(201)
  await Promise.all([waitForLines(page, 1), waitForLines(other, 1)])
  await until(() => chats(alone.frames).length > 0)
  await until(() => chats(beside.frames).some(({ source }) => source === 'live:garden'))
  expect(chats(alone.frames)).toMatchObject([
    {
      id: sent.body['event'],
      room: 'live:stage',
      source: 'live:stage',
      text: '你好 hello',
      user: { id: `live:${viewer.id}`, name: 'Vera' },
    },
  ])
  for (const frame of [...alone.frames, ...beside.frames]) feedMessage.parse(frame)
  const fromGarden = chats(beside.frames).filter(({ source }) => source === 'live:garden')
  expect(fromGarden).toMatchObject([{ room: 'night', text: 'in the garden' }])
  alone.close()
  beside.close()
  await Promise.all([page.close(), other.close()])
})

test('S4-13 without an account nothing is written, and a token needs one', async () => {
  const comments = await broadcast('quiet')
  for (const [method, path, body] of [
    ['POST', '/api/live', { title: 'x' }],
    ['POST', comments, { text: 'x' }],
    ['POST', '/api/live/quiet/likes', { count: 1 }],
    ['POST', '/api/live/quiet/end', undefined],
    ['PUT', `/api/live/quiet/bans/${viewer.id}`, {}],
    ['PUT', `/api/follows/${host.id}`, undefined],
    ['GET', '/api/me/history', undefined],
  ] as const) {
    const { status, body: problem } = await server.ask(method, path, body)
    expect([method, path, status, problem['code']]).toEqual([method, path, 401, 'login-required'])
  }
  const { body } = await server.own('POST', '/api/tokens', { name: 'bot', scopes: ['live:write'] })
  const authorization = `Bearer ${String(body['token'])}`
  expect((await server.ask('POST', comments, { text: 'x' }, { authorization })).status).toBe(403)
  expect((await viewer.ask('GET', comments)).body['comments']).toEqual([])
})

test('S4-58 a token of an account writes as that account', async () => {
  const comments = await broadcast('by-token')
  const { body } = await server.own('POST', '/api/tokens', {
    name: 'bot',
    scopes: ['live:write'],
    account: viewer.id,
  })
  const authorization = `Bearer ${String(body['token'])}`
  const sent = await server.ask('POST', comments, { text: 'by token' }, { authorization })
  expect([sent.status, sent.body]).toMatchObject([201, { author: { id: viewer.id } }])
  const both = { authorization, cookie: viewer.cookie }
  expect((await server.ask('POST', comments, { text: 'x' }, both)).status).toBe(400)
})

test('S4-34 a refused comment names the cause and the wait, and of six at once three are accepted', async () => {
  const comments = await broadcast('fast')
  const tries = await Promise.all(
    Array.from({ length: 6 }, (_, n) => viewer.ask('POST', comments, { text: `n${n}` })),
  )
  expect(tries.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
    201, 201, 201, 429, 429, 429,
  ])
  const refused = tries.find(({ status }) => status === 429)!
  expect(refused.body).toMatchObject({ code: 'too-many-requests', reason: 'too-fast' })
  expect(refused.body['waitMs']).toBeGreaterThan(0)
  const seconds = Math.ceil(Number(refused.body['waitMs']) / 1_000)
  expect(refused.headers.get('retry-after')).toBe(String(seconds))
  expect(refused.headers.get('ratelimit')).toBe(`"default";r=0;t=${seconds}`)
})

test('S4-41 S4-44 in another state a comment is a conflict with its reason', async () => {
  await host.ask('POST', '/api/live', { id: 'states', title: 'States' })
  const comments = '/api/live/states/comments'
  const reasonOf = async (): Promise<unknown> => {
    const { status, body } = await viewer.ask('POST', comments, { text: 'x' })
    return status === 201 ? 'accepted' : [status, body['code'], body['reason']]
  }
  expect(await reasonOf()).toEqual([409, 'wrong-state', 'not-started'])
  await host.ask('POST', '/api/live/states/start')
  await host.ask('POST', '/api/live/states/pause')
  expect(await reasonOf()).toBe('accepted')
  await host.ask('POST', '/api/live/states/end')
  expect(await reasonOf()).toEqual([409, 'wrong-state', 'ended'])
})

test('a withdrawn comment is retracted in the feed, by its author or by who moderates', async () => {
  const comments = await broadcast('tidy')
  const reader = subscribe(server.url, '/rooms/live:tidy/stream?types=chat,retract')
  await reader.take(1)
  const send = async (text: string): Promise<Readonly<Record<string, unknown>>> =>
    (await viewer.ask('POST', comments, { text })).body
  const [own, other] = [await send('mine'), await send('rude')]
  const stranger = await server.register('Otto')
  expect((await stranger.ask('DELETE', `${comments}/${String(own['id'])}`)).status).toBe(403)
  expect((await viewer.ask('DELETE', `${comments}/${String(own['id'])}`)).status).toBe(204)
  expect((await viewer.ask('DELETE', `${comments}/${String(own['id'])}`)).status).toBe(404)
  expect((await host.ask('DELETE', `${comments}/${String(other['id'])}`)).status).toBe(204)
  await until(() => reader.frames.filter(({ type }) => type === 'retract').length === 2)
  expect(reader.frames.filter(({ type }) => type === 'retract')).toMatchObject([
    { target: { events: [own['event']] } },
    { target: { events: [other['event']] } },
  ])
  expect((await viewer.ask('GET', comments)).body['comments']).toEqual([])
  reader.close()
})

test('T-FORGET an account that is deleted takes its comments with it, and its name from all that is kept', async () => {
  const comments = await broadcast('farewell')
  const gone = await server.register('Gundula')
  const stream = subscribe(server.url, '/rooms/live:farewell/stream?types=retract')
  await stream.take(1)
  const { body } = await gone.ask('POST', comments, { text: 'my last words' })
  await host.ask('PUT', '/api/live/farewell/pin', { comment: body['id'] })
  await gone.ask('PUT', `/api/follows/${host.id}`)
  expect((await gone.ask('DELETE', '/api/me')).status).toBe(204)
  expect((await gone.ask('GET', '/api/me/sessions')).status).toBe(401)
  await until(() => stream.frames.some(({ type }) => type === 'retract'))
  expect(stream.frames.at(-1)).toMatchObject({ target: { user: `live:${gone.id}` } })
  const kept = [comments, '/api/live/farewell', '/api/accounts', '/api/audit']
  const answers = await Promise.all(kept.map(async (path) => (await server.own('GET', path)).body))
  expect(JSON.stringify(answers)).toContain(gone.id)
  expect(JSON.stringify(answers)).not.toMatch(/Gundula|my last words/)
  stream.close()
})

test('with STORE=off every endpoint of live rooms says why there are none', async () => {
  const off = await startLiveServer({ STORE: 'off' })
  const authorization = `Bearer ${ownerToken}`
  for (const [method, path, body] of [
    ['GET', '/api/live', undefined],
    ['POST', '/api/live', { title: 'x' }],
    ['GET', '/api/live/stage', undefined],
    ['POST', '/api/live/stage/comments', { text: 'x' }],
    ['GET', '/api/me/follows', undefined],
  ] as const) {
    const { status, body: problem } = await off.ask(method, path, body, { authorization })
    expect([path, status, problem['code']]).toEqual([path, 503, 'not-ready'])
    expect(problem['detail']).toContain('STORE')
  }
  await off.end()
})
