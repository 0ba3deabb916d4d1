import { expect, test, vi } from 'vitest'
import { helloFrame } from '../../../client/io.fake.ts'
import { installFakeCanvas } from '../../../danmaku/canvas-context.fake.ts'
import { type FakeRoutes, meNamed, nobody, serveApi } from '../../../element/base/api.fake.ts'
import { fakeEvent } from '../../../element/base/event.fake.ts'
import { rendered, useFakePage } from '../../../element/base/page.fake.ts'
import { LiveApp } from './live-app.ts'

installFakeCanvas()
const page = useFakePage()

const room = {
  id: 'stage',
  room: 'live:stage',
  host: { id: 'u0', name: '小波' },
  visibility: 'public',
  broadcast: { number: 1, title: '今晚唱歌', state: 0, likes: 3, createdAt: 0 },
  rules: {},
}
const routes: FakeRoutes = { 'GET /api/me': nobody, 'GET /api/live/stage': room }

async function open(address = '/live/stage?lang=zh-CN'): Promise<LiveApp> {
  history.replaceState(undefined, '', address)
  const app = new LiveApp()
  document.body.append(app)
  await rendered(app)
  return app
}

/** Finds an element of the page, or of its facts. */
const find = (app: LiveApp, selector: string): HTMLElement | null => {
  const facts = app.shadowRoot!.querySelector('live-facts')?.shadowRoot
  const own = app.shadowRoot!.querySelector<HTMLElement>(selector)
  return own ?? facts?.querySelector<HTMLElement>(selector) ?? null
}

const factsOf = (app: LiveApp): string =>
  find(app, 'live-facts')!.shadowRoot!.textContent.replaceAll(/\s+/g, ' ')

const textOf = (app: LiveApp, selector: string): string | undefined =>
  find(app, selector)?.textContent.replaceAll(/\s+/g, ' ').trim()

const send = (message: unknown): void => page.io().last().send(message)

test('the page shows title, host, cover, state and figures of the room as the feed changes them', async () => {
  serveApi(routes)
  const app = await open()
  await vi.waitFor(() => expect(textOf(app, 'h1')).toBe('今晚唱歌'))
  const cover = 'https://img.example/cover.jpg'
  const state = [
    fakeEvent('room', { source: 'live:stage', state: 'live', title: '返场', cover }),
    fakeEvent('stats', { source: 'live:stage', online: 12 }),
  ]
  send(helloFrame({ room: 'live:stage', state }))
  await rendered(app)
  await vi.waitFor(() => expect(textOf(app, 'h1')).toBe('返场'))
  expect(textOf(app, '.state')).toBe('直播中')
  await vi.waitFor(() => expect(factsOf(app)).toContain('12 人在看'))
  expect(factsOf(app)).toContain('主播：小波')
  expect(find(app, '.stage img')?.getAttribute('src')).toBe(cover)
  expect(document.title).toBe('返场')
})

test('all elements of the page share one connection', async () => {
  serveApi(routes)
  await open()
  expect(page.io().sockets).toHaveLength(1)
})

test('?view=chat is the chat alone', async () => {
  serveApi(routes)
  const app = await open('/live/stage?view=chat')
  expect([find(app, 'danmu-overlay'), find(app, 'h1')]).toEqual([null, null])
  expect(find(app, 'danmu-chat')).not.toBeNull()
  expect(find(app, 'danmu-input')).not.toBeNull()
})

test('a room that is hidden from the caller looks like none, and can be logged in to', async () => {
  const api = serveApi({
    ...routes,
    'GET /api/live/stage': { status: 404, body: { code: 'no-such-room' } },
  })
  const app = await open()
  await vi.waitFor(() => expect(textOf(app, 'h1')).toBe('没有这个直播间，或它是私密的。'))
  api.routes['GET /api/live/stage'] = { ...room, visibility: 'private', role: 'member' }
  find(app, 'danmu-login')!.dispatchEvent(new CustomEvent('danmu-account'))
  await vi.waitFor(() => expect(textOf(app, 'h1')).toBe('今晚唱歌'))
})

test('the page of a server that is starting opens the room later', async () => {
  const api = serveApi({
    ...routes,
    'GET /api/live/stage': { status: 503, body: { code: 'not-ready' } },
  })
  const app = await open()
  await vi.waitFor(() => expect(textOf(app, '[role=alert]')).toContain('服务器正在启动'))
  api.routes['GET /api/live/stage'] = room
  vi.advanceTimersByTime(5_000)
  await vi.waitFor(() => expect(textOf(app, 'h1')).toBe('今晚唱歌'))
})

test('a login opens the stream again, as the account', async () => {
  serveApi(routes)
  const app = await open()
  find(app, 'danmu-login')!.dispatchEvent(new CustomEvent('danmu-account'))
  await vi.waitFor(() => expect(page.io().sockets).toHaveLength(2))
  expect(page.io().sockets.map(({ closed }) => closed)).toEqual([true, false])
})

test.each([
  ['a viewer', { ...room }, nobody, false],
  ['the host', { ...room, role: 'host' }, meNamed('小波'), true],
  [
    'a moderator of all rooms',
    room,
    { ...nobody, account: { role: 'moderator', name: 'x' } },
    true,
  ],
])('%s may moderate: %j', async (_who, answer, me, expected) => {
  serveApi({ 'GET /api/me': me, 'GET /api/live/stage': answer })
  const app = await open()
  await vi.waitFor(() => expect(factsOf(app)).toContain('小波'))
  await vi.waitFor(() => expect(find(app, 'danmu-chat')!.hasAttribute('moderate')).toBe(expected))
})

test('who is logged in has the pages of the account in the header, and no login', async () => {
  serveApi({ ...routes, 'GET /api/me': meNamed('小明') })
  const app = await open()
  await vi.waitFor(() => expect(find(app, 'danmu-login')).toBeNull())
  const menu = find(app, 'account-menu')!
  await vi.waitFor(() => expect(menu.shadowRoot!.textContent).toContain('小明'))
})

test('the language is that of the address, and can be changed', async () => {
  serveApi(routes)
  const app = await open('/live/stage?lang=en')
  expect(textOf(app, '.state')).toBe('Not started')
  find(app, 'header button')!.click()
  await rendered(app)
  expect([textOf(app, '.state'), location.search]).toEqual(['未开播', '?lang=zh-CN'])
})
