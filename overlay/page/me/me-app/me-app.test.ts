import { afterEach, expect, test, vi } from 'vitest'
import { type FakeApi, type FakeRoutes, nobody, serveApi } from '../../../element/base/api.fake.ts'
import { rendered, useFakePage } from '../../../element/base/page.fake.ts'
import { MeApp } from './me-app.ts'

useFakePage()
const left = vi.spyOn(location, 'assign').mockReturnValue()
afterEach(() => left.mockClear())

const account = { id: 'u1', name: '小明', role: 'viewer', createdAt: 0, hasPassword: true }
const session = { createdAt: 0, usedAt: 0, expiresAt: 0, address: '127.0.0.1' }
const done = { status: 204 }
const routes: FakeRoutes = {
  'GET /api/me': { ...nobody, account },
  'GET /api/me/sessions': {
    sessions: [
      { ...session, id: 's1', agent: 'Firefox', current: true },
      { ...session, id: 's2', agent: 'Chrome', current: false },
    ],
  },
  'GET /api/me/follows': { people: [{ account: { id: 'u0', name: '小波' }, at: 0 }], next: 'f' },
  'GET /api/me/follows?cursor=f': { people: [{ account: { id: 'u9' }, at: 0 }] },
  'GET /api/me/history': { visits: [{ id: 'stage', firstAt: 0, lastAt: 0 }], next: 'h' },
  'GET /api/me/history?cursor=h': { visits: [{ id: 'hall', firstAt: 0, lastAt: 0 }] },
}

async function open(more: FakeRoutes = {}): Promise<{ app: MeApp; api: FakeApi }> {
  history.replaceState(undefined, '', '/me?lang=zh-CN')
  const api = serveApi({ ...routes, ...more })
  const app = new MeApp()
  document.body.append(app)
  await rendered(app)
  return { app, api }
}

async function section(app: MeApp, name: string): Promise<ShadowRoot> {
  await vi.waitFor(() => expect(app.shadowRoot!.querySelector(name)).not.toBeNull())
  const element = app.shadowRoot!.querySelector<HTMLElement>(name)!
  await vi.waitFor(async () => {
    await rendered(element)
    expect(element.shadowRoot!.querySelector('button:disabled')).toBeNull()
  })
  return element.shadowRoot!
}

const texts = (root: ShadowRoot, selector: string): readonly string[] =>
  [...root.querySelectorAll(selector)].map(({ textContent }) =>
    textContent.replaceAll(/\s+/g, ' ').trim(),
  )

async function press(root: ShadowRoot, text: string): Promise<void> {
  const buttons = [...root.querySelectorAll('button')]
  buttons.find((button) => button.textContent.trim() === text)!.click()
  await rendered(root.host as HTMLElement)
}

function submit(root: ShadowRoot, values: Readonly<Record<string, string>>): void {
  const [first = ''] = Object.keys(values)
  for (const [name, value] of Object.entries(values)) {
    root.querySelector<HTMLInputElement>(`[name=${name}]`)!.value = value
  }
  const { form } = root.querySelector<HTMLInputElement>(`[name=${first}]`)!
  form!.dispatchEvent(new SubmitEvent('submit', { cancelable: true }))
}

test('whoever is not logged in reads that, with a link that leads back', async () => {
  const { app } = await open({ 'GET /api/me': nobody })
  await vi.waitFor(() => expect(texts(app.shadowRoot!, '[role=alert]')[0]).toContain('登录'))
  expect(app.shadowRoot!.querySelector('main a')!.getAttribute('href')).toBe(
    '/login?to=%2Fme%3Flang%3Dzh-CN',
  )
})

test('a browser is logged out by a press, but not this one', async () => {
  const { app, api } = await open({ 'DELETE /api/me/sessions/s2': done })
  const root = await section(app, 'me-sessions')
  expect(texts(root, 'li')[0]).toBe('Firefox 127.0.0.1 · 当前浏览器')
  await press(root, '退出登录')
  await vi.waitFor(() => expect(api.sentTo('DELETE /api/me/sessions/s2')).toHaveLength(1))
  await vi.waitFor(() => expect(api.sentTo('GET /api/me/sessions')).toHaveLength(2))
})

test('all browsers are logged out at once, this one included', async () => {
  const { app } = await open({ 'DELETE /api/me/sessions': done })
  await press(await section(app, 'me-sessions'), '全部退出登录')
  await vi.waitFor(() => expect(left).toHaveBeenCalledWith('/login'))
})

test('a new name is in the menu of the page, too', async () => {
  const route = 'PATCH /api/me'
  const { app, api } = await open({ [route]: account })
  const root = await section(app, 'me-account')
  api.routes['GET /api/me'] = { ...nobody, account: { ...account, name: '小红' } }
  submit(root, { name: ' 小红 ' })
  await vi.waitFor(() => expect(api.sentTo(route)).toEqual([{ name: '小红' }]))
  const menu = app.shadowRoot!.querySelector('account-menu')!
  await vi.waitFor(() => expect(texts(menu.shadowRoot!, 'nav')[0]).toContain('小红'))
})

test('a password is set by the present one; a wrong one is said', async () => {
  const route = 'POST /api/me/password'
  const { app, api } = await open({ [route]: { status: 401, body: { code: 'wrong-password' } } })
  const root = await section(app, 'me-account')
  const sent = { current: ' old one', newPassword: 'new one ' }
  submit(root, sent)
  await vi.waitFor(() => expect(texts(root, '[role=alert]')[0]).toContain('密码'))
  api.routes[route] = account
  submit(root, sent)
  await vi.waitFor(() => expect(texts(root, '[role=status]')).toEqual(['已保存。']))
  expect(api.sentTo(route)[1]).toEqual({ current: ' old one', password: 'new one ' })
})

test('an account without a password sets one; a guest and the owner have less', async () => {
  const fields = async (more: object): Promise<readonly string[]> => {
    const { app } = await open({ 'GET /api/me': { ...nobody, account: { ...account, ...more } } })
    const root = await section(app, 'me-account')
    const found = [...root.querySelectorAll('input')].map(({ name }) => name)
    const headings = [...root.querySelectorAll('h2')].map(({ id }) => id)
    app.remove()
    return [...found, ...headings]
  }
  expect(await fields({ hasPassword: false })).not.toContain('current')
  expect(await fields({ role: 'guest' })).toEqual(['name', 'account', 'delete'])
  expect(await fields({ role: 'owner' })).not.toContain('delete')
})

test('the account is deleted only after a confirmation', async () => {
  const route = 'DELETE /api/me'
  const { app, api } = await open({ [route]: done })
  const root = await section(app, 'me-account')
  await press(root, '注销账号')
  await press(root, '取消')
  expect(api.sentTo(route)).toEqual([])
  await press(root, '注销账号')
  await press(root, '确定注销')
  await vi.waitFor(() => expect(left).toHaveBeenCalledWith('/login'))
  expect(api.sentTo(route)).toHaveLength(1)
})

test('follows end by a press; older follows and visits are loaded on demand', async () => {
  const { app } = await open({ 'DELETE /api/follows/u0': done })
  const follows = await section(app, 'me-follows')
  await press(follows, '更早的')
  await vi.waitFor(() => expect(texts(follows, 'li')).toHaveLength(2))
  await press(await section(app, 'me-follows'), '取消关注')
  await vi.waitFor(() => expect(texts(follows, 'li')).toHaveLength(1))
  const visits = await section(app, 'me-history')
  await press(visits, '更早的')
  await vi.waitFor(() => expect(texts(visits, 'a')).toEqual(['stage', 'hall']))
})

test('the statement has the coins of the account, and older transfers on demand', async () => {
  const transfer = { id: '9', kind: 'topup', at: 0, account: { id: 'u1' }, coins: 50, balance: 50 }
  const first = 'GET /api/me/ledger?limit=20'
  const { app } = await open({
    [first]: { balance: 20, spentToday: 30, dailyLimit: 100, transfers: [transfer], next: '9' },
    [`${first}&before=9`]: { balance: 20, spentToday: 30, transfers: [{ ...transfer, id: '8' }] },
  })
  const root = await section(app, 'me-ledger')
  expect(texts(root, 'p').slice(0, 2)).toEqual(['余额 20 金币', '今天花了 30，每天最多 100'])
  await press(root, '更早的')
  await vi.waitFor(() => expect(texts(root, 'li')).toHaveLength(2))
  expect(texts(root, 'li')[0]).toContain('充值 +50')
})
