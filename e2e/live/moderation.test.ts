import { afterAll, beforeAll, expect, test } from 'vitest'
import { subscribe } from '../kit/subscriber.ts'
import { until } from '../kit/wait.ts'
import { type LiveServer, startLiveServer, type Visitor } from './people.ts'

let server: LiveServer
let host: Visitor
let moderator: Visitor
let viewer: Visitor

beforeAll(async () => {
  server = await startLiveServer()
  host = await server.register('Hana', 'host')
  moderator = await server.register('Momo')
  viewer = await server.register('Vera')
})
afterAll(() => server.end())

/** Makes a live room that is live, with its moderator. */
async function open(id: string): Promise<string> {
  await host.ask('POST', '/api/live', { id, title: 'Tonight' })
  await host.ask('POST', `/api/live/${id}/start`)
  await host.ask('PUT', `/api/live/${id}/moderators/${moderator.id}`)
  return `/api/live/${id}`
}

const say = async (who: Visitor, room: string, text: string): Promise<unknown> => {
  const { status, body } = await who.ask('POST', `${room}/comments`, { text })
  return status === 201 ? body['id'] : body['reason']
}

test('a moderator mutes, bans and lifts both, for comments and likes; moderators themselves are exempt', async () => {
  const room = await open('calm')
  const bans = `${room}/bans`
  expect((await viewer.ask('PUT', `${bans}/${host.id}`, {})).status).toBe(403)
  expect((await moderator.ask('PUT', `${bans}/${viewer.id}`, { minutes: 1 })).status).toBe(204)
  const refused = await viewer.ask('POST', `${room}/comments`, { text: 'x' })
  expect(refused).toMatchObject({ status: 403, body: { code: 'not-allowed', reason: 'muted' } })
  expect(refused.body['waitMs']).toBeGreaterThan(50_000)
  expect(refused.headers.get('retry-after')).toMatch(/^(?:60|5\d)$/)
  const likes = await viewer.ask('POST', `${room}/likes`, { count: 5 })
  expect(likes).toMatchObject({ status: 403, body: { code: 'not-allowed', reason: 'muted' } })
  expect(likes.body['waitMs']).toBeGreaterThan(50_000)
  await moderator.ask('PUT', `${bans}/${viewer.id}`, { reason: 'rude' })
  expect(await say(viewer, room, 'x')).toBe('banned')
  expect(await viewer.ask('POST', `${room}/likes`, {})).toMatchObject({
    status: 403,
    body: { code: 'not-allowed', reason: 'banned' },
  })
  expect((await host.ask('GET', bans)).body['bans']).toMatchObject([
    { account: { id: viewer.id, name: 'Vera' }, reason: 'rude', by: moderator.id },
  ])
  await moderator.ask('DELETE', `${bans}/${viewer.id}`)
  expect(await say(viewer, room, 'again')).toMatch(/^\d+$/)
  await host.ask('PUT', `${bans}/${moderator.id}`, {})
  expect((await moderator.ask('POST', `${room}/likes`, {})).status).toBe(204)
  expect(await say(moderator, room, 'exempt')).toMatch(/^\d+$/)
})

test('a ban of a guest holds for the next guest of the same address', async () => {
  const room = await open('door')
  const guest = await server.visit()
  expect(await say(guest, room, 'hi')).toMatch(/^\d+$/)
  await moderator.ask('PUT', `${room}/bans/${guest.id}`, { retract: true })
  expect(await say(await server.visit(), room, 'hi again')).toBe('banned')
  expect(await say(viewer, room, 'an account')).toMatch(/^\d+$/)
  const { comments } = (await viewer.ask('GET', `${room}/comments`)).body
  expect(comments).toMatchObject([{ text: 'an account' }])
})

test('rules and pin travel in the room events; blocked words are for moderators alone', async () => {
  const room = await open('rules')
  const stream = subscribe(server.url, '/rooms/live:rules/stream')
  await stream.take(1)
  const rules = { slowMs: 5_000, noLinks: true, blockedWords: ['spam'] }
  expect((await viewer.ask('PATCH', room, { rules })).status).toBe(403)
  const changed = await host.ask('PATCH', room, { rules })
  expect(changed.body).toMatchObject({ rules })
  expect(await say(viewer, room, 'see x.com')).toBe('link')
  expect(await say(viewer, room, 'Sp\u200Bam')).toBe('blocked-word')
  const comment = await say(viewer, room, 'pin me')
  expect(await say(viewer, room, 'too soon')).toBe('slow-mode')
  expect((await moderator.ask('PUT', `${room}/pin`, { comment })).status).toBe(200)
  const shown = () => stream.frames.findLast(({ type }) => type === 'room')
  await until(() => shown()?.['pin'] !== undefined)
  expect(shown()).toMatchObject({
    state: 'live',
    rules: { slowMs: 5_000, noLinks: true },
    pin: { event: `live:${String(comment)}`, text: 'pin me', user: { id: `live:${viewer.id}` } },
  })
  expect(JSON.stringify(shown())).not.toContain('spam')
  expect(JSON.stringify((await viewer.ask('GET', room)).body)).not.toContain('spam')
  await host.ask('DELETE', `${room}/comments/${String(comment)}`)
  await until(() => shown()?.['pin'] === undefined)
  stream.close()
})

test('likes are added up, a reply names whom it answers, followers alone may write', async () => {
  const room = await open('likes')
  const stream = subscribe(server.url, '/rooms/live:likes/stream?types=like,chat')
  await stream.take(1)
  await Promise.all([1, 2, 3].map((count) => viewer.ask('POST', `${room}/likes`, { count })))
  await until(() => stream.frames.some(({ type, total }) => type === 'like' && total === 6))
  expect((await viewer.ask('POST', `${room}/likes`, { count: 51 })).status).toBe(400)
  const replyTo = await say(viewer, room, 'a question')
  await host.ask('POST', `${room}/comments`, { text: 'an answer', replyTo })
  await until(() => stream.frames.some(({ text }) => text === 'an answer'))
  expect(stream.frames.find(({ text }) => text === 'an answer')).toMatchObject({
    user: { roles: ['anchor'] },
    replyTo: { id: `live:${viewer.id}`, name: 'Vera' },
  })
  await host.ask('PATCH', room, { rules: { followersOnly: true } })
  const fan = await server.register('Fran')
  expect(await say(fan, room, 'x')).toBe('followers-only')
  await fan.ask('PUT', `/api/follows/${host.id}`)
  expect(await say(fan, room, 'x')).toMatch(/^\d+$/)
  stream.close()
})

test('S4-12 S4-14 S4-21 rooms have one form, a trimmed title, an https cover and an order', async () => {
  const refused = [
    {},
    { title: '  ' },
    { title: 'x'.repeat(81) },
    { title: 'x', cover: 'http://a.example/c.png' },
    { title: 'x', cover: '' },
    { title: 'x', cover: 'javascript:alert(1)' },
    { title: 'x', id: 'ab' },
    { title: 'x', id: 'boards' },
    { title: 'x', id: 'UPPER' },
    { title: 'x', coin: 1 },
  ]
  for (const body of refused) {
    expect([body, (await host.ask('POST', '/api/live', body)).status]).toEqual([body, 400])
  }
  const made = await host.ask('POST', '/api/live', { title: ' <b>Tonight</b> ' })
  expect(made).toMatchObject({
    status: 201,
    body: { broadcast: { title: '<b>Tonight</b>', state: 0 } },
  })
  expect(made.body['id']).toMatch(/^[a-z0-9]{10}$/)
  await open('on-air')
  const page = async (query: string) => {
    const { status, body } = await server.ask('GET', `/api/live?${query}`)
    return {
      status,
      next: body['next'],
      ids: (body['rooms'] as { id: string }[])?.map(({ id }) => id),
    }
  }
  const all = await page('limit=100')
  expect(all.ids?.at(-1)).toBe(made.body['id']) // not started yet
  const first = await page('limit=1')
  const second = await page(`limit=1&cursor=${String(first.next)}`)
  expect([...first.ids, ...second.ids]).toEqual(all.ids.slice(0, 2))
  expect((await page('state=1')).ids).not.toContain(made.body['id'])
  expect((await page('limit=0')).status).toBe(400)
  const fields = Object.keys((await server.ask('GET', '/api/live/on-air')).body)
  expect(fields).toEqual(Object.keys((await viewer.ask('GET', '/api/live/on-air')).body))
})

test('a host lists its own rooms, hidden ones too, and finds an account by its name', async () => {
  const owner = await server.register('Olga', 'host')
  for (const visibility of ['public', 'unlisted', 'private']) {
    await owner.ask('POST', '/api/live', { id: `own-${visibility}`, title: 'x', visibility })
  }
  const listed = async (who: Pick<Visitor, 'ask'>) => {
    const { rooms } = (await who.ask('GET', '/api/live?host=me')).body
    return (rooms as readonly { readonly id: string }[]).map(({ id }) => id).toSorted()
  }
  expect(await listed(owner)).toEqual(['own-private', 'own-public', 'own-unlisted'])
  expect(await listed(viewer)).toEqual([])
  expect(await listed(server)).toEqual([])
  const find = (who: Visitor, name: string) =>
    who.ask('GET', `/api/live/own-public/people?name=${encodeURIComponent(name)}`)
  expect((await find(owner, 'ＶＥＲＡ')).body).toEqual({ id: viewer.id, name: 'Vera' })
  expect(await find(owner, 'Nobody')).toMatchObject({
    status: 404,
    body: { code: 'no-such-account' },
  })
  expect((await find(viewer, 'Hana')).status).toBe(403)
})

test('S4-18 S4-20 only the host changes a broadcast, and of 20 changes at once the outcome is legal', async () => {
  const room = await open('states')
  expect((await moderator.ask('POST', `${room}/end`)).status).toBe(403)
  expect((await host.ask('POST', `${room}/explode`)).status).toBe(404)
  const stream = subscribe(server.url, '/rooms/live:states/stream?types=room')
  await stream.take(1)
  const inputs = ['pause', 'resume', 'start', 'pause', 'end']
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, n) => host.ask('POST', `${room}/${inputs[n % 5]!}`)),
  )
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 409]))
  await until(() => stream.frames.at(-1)?.['state'] === 'ended')
  const states = stream.frames.flatMap(({ type, state }) =>
    type === 'room' ? [String(state)] : [],
  )
  const pairs = states.map((state, n) => `${states[n - 1] ?? 'live'} ${state}`)
  const legal = ['live live', 'live paused', 'live ended', 'paused live', 'paused ended']
  expect(pairs.filter((pair) => !legal.includes(pair))).toEqual([])
  const next = await host.ask('POST', `${room}/broadcasts`, { title: 'Next' })
  expect(next).toMatchObject({ status: 201, body: { broadcast: { number: 2, state: 0 } } })
  stream.close()
})
