import { expect, test, vi } from 'vitest'
import { type FakeApi, type FakeRoutes, meNamed, serveApi } from '../../../element/base/api.fake.ts'
import { rendered, useFakePage } from '../../../element/base/page.fake.ts'
import type { LiveRoom } from '../../api.ts'
import { HostApp } from './host-app.ts'

useFakePage()

type State = LiveRoom['broadcast']['state']

const roomIn = (state: State, title = '今晚唱歌') => ({
  id: 'stage',
  room: 'live:stage',
  host: { id: 'u1', name: '小波' },
  visibility: 'public',
  broadcast: { number: 1, title, state, likes: 0, createdAt: 0 },
  rules: {
    slowMs: 5_000,
    minAccountAgeMs: 0,
    followersOnly: false,
    noRepeats: true,
    noLinks: false,
    beforeStart: false,
    blockedWords: ['坏词'],
  },
  role: 'host',
})

const routes = (state: State): FakeRoutes => ({
  'GET /api/me': meNamed('小波'),
  'GET /api/live/stage': roomIn(state),
  'GET /api/live/stage/moderators': { people: [{ account: { id: 'u3', name: '老王' }, at: 0 }] },
  'GET /api/live/stage/members': { people: [] },
  'GET /api/live/stage/bans': { bans: [] },
  'GET /api/live/stage/viewers': { accounts: [{ id: 'u7', name: '小明' }] },
  'GET /api/live/stage/comments?limit=100': { comments: [] },
})

async function open(api: FakeApi, section: string): Promise<{ app: HostApp; root: ShadowRoot }> {
  history.replaceState(undefined, '', '/host/stage?lang=zh-CN')
  const app = new HostApp()
  document.body.append(app)
  await rendered(app)
  await vi.waitFor(() => expect(app.shadowRoot!.querySelector(section)).not.toBeNull())
  expect(api.sentTo('GET /api/live/stage')).toHaveLength(1)
  const { shadowRoot } = app.shadowRoot!.querySelector(section)!
  return { app, root: shadowRoot! }
}

const texts = (root: ShadowRoot, selector: string): readonly string[] =>
  [...root.querySelectorAll(selector)].map(({ textContent }) => textContent.trim())

async function press(root: ShadowRoot, text: string): Promise<void> {
  const buttons = [...root.querySelectorAll('button')]
  buttons.find((button) => button.textContent.trim() === text)!.click()
  await rendered(root.host as HTMLElement)
}

function submit(root: ShadowRoot, values: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(values)) {
    root.querySelector<HTMLInputElement>(`[name=${name}]`)!.value = value
  }
  root.querySelector('form')!.dispatchEvent(new SubmitEvent('submit', { cancelable: true }))
}

test.each<[State, readonly string[]]>([
  [0, ['开始直播', '结束']],
  [1, ['暂停', '结束']],
  [2, ['继续', '结束']],
  [3, ['新建']],
])('S4-17 in state %s the host has the steps %j', async (state, steps) => {
  const { root } = await open(serveApi(routes(state)), 'host-broadcast')
  expect(texts(root, 'button')).toEqual(steps)
})

test('the page of a host warns of an embedded database', async () => {
  const ledger = { 'GET /api/me/ledger?limit=1': { durable: false } }
  const { app } = await open(serveApi({ ...routes(1), ...ledger }), 'host-broadcast')
  await vi.waitFor(() => expect(texts(app.shadowRoot!, '.trouble')[0]).toContain('断电可能丢失'))
})

test('a step changes the room on the whole page', async () => {
  const api = serveApi({ ...routes(0), 'POST /api/live/stage/start': roomIn(1, '返场') })
  const { app, root } = await open(api, 'host-broadcast')
  await press(root, '开始直播')
  await vi.waitFor(() => expect(texts(root, '.state')).toEqual(['直播中']))
  expect(texts(app.shadowRoot!, 'h1')).toEqual(['返场'])
})

test('a broadcast ends only after a confirmation', async () => {
  const api = serveApi({ ...routes(1), 'POST /api/live/stage/end': roomIn(3) })
  const { root } = await open(api, 'host-broadcast')
  await press(root, '结束')
  await press(root, '取消')
  expect(api.sentTo('POST /api/live/stage/end')).toEqual([])
  await press(root, '结束')
  await press(root, '确定结束')
  await vi.waitFor(() => expect(texts(root, '.state')).toEqual(['已结束']))
})

test('the next broadcast begins with a title and a cover', async () => {
  const route = 'POST /api/live/stage/broadcasts'
  const api = serveApi({ ...routes(3), [route]: roomIn(0) })
  const { root } = await open(api, 'host-broadcast')
  submit(root, { title: ' 明天见 ', cover: '' })
  await vi.waitFor(() => expect(texts(root, '.state')).toEqual(['未开播']))
  expect(api.sentTo(route)).toEqual([{ title: '明天见' }])
})

test('title, cover and visibility are saved; a refusal is shown', async () => {
  const route = 'PATCH /api/live/stage'
  const api = serveApi({ ...routes(1), [route]: { status: 400, body: { code: 'bad-request' } } })
  const { root } = await open(api, 'host-details')
  submit(root, { title: '新标题', cover: '', visibility: 'unlisted' })
  await vi.waitFor(() => expect(texts(root, '[role=alert]')[0]).toContain('内容不符合'))
  api.routes[route] = roomIn(1, '新标题')
  submit(root, {})
  await vi.waitFor(() => expect(texts(root, '[role=status]')).toEqual(['已保存。']))
  expect(api.sentTo(route)[0]).toEqual({ title: '新标题', cover: null, visibility: 'unlisted' })
})

test('the rules are saved in the units of the server', async () => {
  const route = 'PATCH /api/live/stage'
  const api = serveApi({ ...routes(1), [route]: roomIn(1) })
  const { root } = await open(api, 'host-rules')
  root.querySelector<HTMLInputElement>('[name=followersOnly]')!.click()
  submit(root, { slow: '10', accountAge: '24', blockedWords: '坏词\n\n 别的 ' })
  await vi.waitFor(() =>
    expect(api.sentTo(route)).toEqual([
      {
        rules: {
          slowMs: 10_000,
          minAccountAgeMs: 86_400_000,
          followersOnly: true,
          noRepeats: true,
          noLinks: false,
          beforeStart: false,
          blockedWords: ['坏词', '别的'],
        },
      },
    ]),
  )
})

test('people are removed by a press, and added by name', async () => {
  const done = { status: 204 }
  const add = 'PUT /api/live/stage/moderators/u7'
  const remove = 'DELETE /api/live/stage/moderators/u3'
  const find = `GET /api/live/stage/people?name=${encodeURIComponent('小明')}`
  const found = { id: 'u7', name: '小明' }
  const api = serveApi({ ...routes(1), [add]: done, [remove]: done, [find]: found })
  const { root } = await open(api, 'host-people')
  await vi.waitFor(() => expect(texts(root, 'li > span')).toEqual(['老王']))
  await press(root, '移除')
  await vi.waitFor(() => expect(api.sentTo(remove)).toHaveLength(1))
  root.querySelector('input')!.dispatchEvent(new Event('focus'))
  await vi.waitFor(() => expect(root.querySelectorAll('option')).toHaveLength(1))
  submit(root, { person: '小明' })
  await vi.waitFor(() => expect(api.sentTo(add)).toHaveLength(1))
  await vi.waitFor(() => expect(root.querySelector('button')!.disabled).toBe(false))
  api.routes[find] = { status: 404, body: { code: 'no-such-account' } }
  submit(root, { person: '小明' })
  await vi.waitFor(() => expect(texts(root, '[role=alert]')).toHaveLength(1))
})

test('/host lists all rooms of the account, hidden ones too, and creates one', async () => {
  const other = { ...roomIn(1, '排练'), id: 'other', visibility: 'private' }
  const list = 'GET /api/live?host=me&limit=100'
  const route = 'POST /api/live'
  const api = serveApi({
    'GET /api/me': meNamed('小波'),
    [list]: { rooms: [roomIn(1)], next: 'c' },
    [`${list}&cursor=c`]: { rooms: [other] },
    [route]: { status: 409, body: { code: 'conflict' } },
  })
  history.replaceState(undefined, '', '/host?lang=zh-CN')
  const app = new HostApp()
  document.body.append(app)
  await rendered(app)
  const { shadowRoot } = app.shadowRoot!.querySelector('host-rooms')!
  const root = shadowRoot!
  await vi.waitFor(() => expect(texts(root, 'li a')).toEqual(['今晚唱歌', '排练']))
  expect(texts(root, 'li')[1]).toContain('私密')
  submit(root, { id: 'stage', title: '晚安' })
  await vi.waitFor(() => expect(texts(root, '[role=alert]')).toHaveLength(1))
  expect(api.sentTo(route)).toEqual([{ id: 'stage', title: '晚安', visibility: 'public' }])
})
