import { expect, test, vi } from 'vitest'
import { type FakeApi, type FakeRoutes, nobody, serveApi } from '../../../element/base/api.fake.ts'
import { rendered, useFakePage } from '../../../element/base/page.fake.ts'
import { LedgerApp } from './ledger-app.ts'

useFakePage()

const gift = {
  id: '7',
  kind: 'gift',
  at: 0,
  account: { id: 'u1', name: '小明' },
  coins: -30,
  balance: 70,
  room: 'stage',
  gift: { id: 'flower', name: '小花', price: 10, quantity: 3 },
}
const topup = {
  id: '6',
  kind: 'topup',
  at: 0,
  account: { id: 'u1', name: '小明' },
  coins: 100,
  balance: 100,
  reason: '活动',
  by: { id: 'owner', name: '站长' },
}
const list = 'GET /api/ledger?limit=50'
const as = (role: string): unknown => ({ ...nobody, account: { id: 'u0', name: '小波', role } })
const routes: FakeRoutes = {
  'GET /api/me': as('admin'),
  [list]: { transfers: [gift], next: '7', durable: false },
  [`${list}&before=7`]: { transfers: [topup] },
}

async function open(more: FakeRoutes = {}): Promise<{ root: ShadowRoot; api: FakeApi }> {
  history.replaceState(undefined, '', '/ledger?lang=zh-CN')
  const api = serveApi({ ...routes, ...more })
  const app = new LedgerApp()
  document.body.append(app)
  await rendered(app)
  const { shadowRoot } = app
  await vi.waitFor(() => expect(shadowRoot!.querySelector('li, ul + .quiet')).not.toBeNull())
  return { root: shadowRoot!, api }
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

function submit(root: ShadowRoot, form: string, values: Readonly<Record<string, string>>): void {
  const element = root.querySelector<HTMLFormElement>(form)!
  for (const [name, value] of Object.entries(values)) {
    element.querySelector<HTMLInputElement>(`[name=${name}]`)!.value = value
  }
  element.dispatchEvent(new SubmitEvent('submit', { cancelable: true }))
}

test('a transfer says who gave what, where, and what was left; older ones are loaded on demand', async () => {
  const { root } = await open()
  const [first] = texts(root, 'li')
  for (const fact of ['小明', '礼物', '-30', '小花 ×3', '在 stage', '余额 70']) {
    expect(first).toContain(fact)
  }
  expect(texts(root, 'main > .trouble')[0]).toContain('断电可能丢失')
  await press(root, '更早的')
  await vi.waitFor(() => expect(texts(root, 'li')).toHaveLength(2))
  expect(texts(root, 'li')[1]).toContain('+100')
  expect(texts(root, 'li')[1]).toContain('活动 · 操作人：站长')
})

test('coins are given to the account of a name, with a reason', async () => {
  const find = `GET /api/accounts?name=${encodeURIComponent('小明')}`
  const route = 'POST /api/ledger/topups'
  const { root, api } = await open({ [find]: { accounts: [{ id: 'u1' }] }, [route]: topup })
  const filled = { name: '小明', coins: '100', reason: ' 活动 ' }
  submit(root, '[aria-labelledby=topup] form', filled)
  await vi.waitFor(() => expect(texts(root, 'li')).toHaveLength(2))
  expect(api.sentTo(route)).toMatchObject([{ account: 'u1', coins: 100, reason: '活动' }])
  api.routes[find] = { accounts: [] }
  submit(root, '[aria-labelledby=topup] form', filled)
  await vi.waitFor(() =>
    expect(texts(root, 'main > [role=status]')).toContain('没有这个名字的账号。'),
  )
  expect(api.sentTo(route)).toHaveLength(1)
})

test('a top-up without an answer has the same key when it is sent again', async () => {
  const find = `GET /api/accounts?name=Ada`
  const route = 'POST /api/ledger/topups'
  const away = { status: 503, body: { code: 'not-ready' } }
  const { root, api } = await open({ [find]: { accounts: [{ id: 'u1' }] }, [route]: away })
  for (let times = 1; times <= 2; times++) {
    submit(root, '[aria-labelledby=topup] form', { name: 'Ada', coins: '5', reason: 'x' })
    await vi.waitFor(() => expect(api.sentTo(route)).toHaveLength(times))
    await vi.waitFor(() => expect(root.querySelector('button.primary:disabled')).toBeNull())
  }
  const [one, two] = api.sentTo(route)
  expect(two).toEqual(one)
})

test('a transfer is taken back with a reason; one that was cannot be again', async () => {
  const route = 'POST /api/ledger/refunds'
  const { root, api } = await open({ [route]: { ...gift, id: '8', kind: 'refund' } })
  await press(root, '退回')
  api.routes[list] = { transfers: [{ ...gift, refundedBy: '8' }] }
  submit(root, 'li form', { reason: '误送' })
  await vi.waitFor(() => expect(texts(root, 'li')[0]).toContain('已退回'))
  expect(api.sentTo(route)).toMatchObject([{ transfer: '7', reason: '误送' }])
  expect(root.querySelector('li button')).toBeNull()
})

test('an analyst only reads', async () => {
  const { root } = await open({ 'GET /api/me': as('analyst') })
  expect(root.querySelectorAll('li button, form')).toHaveLength(0)
})

test.each([
  [[], '检查了 2 条记录，账目正确。'],
  [['the account u1 has 5, its entries 4'], '发现 1 处错误。 the account u1 has 5, its entries 4'],
])('the check that finds %j says so', async (faults, text) => {
  const check = { accounts: 1, transfers: 2, entries: 4, imbalance: 0, faults }
  const { root } = await open({ 'GET /api/ledger/check': check })
  await press(root, '检查账目')
  await vi.waitFor(() => expect(texts(root, 'main > [role=status]')).toEqual([text]))
})

test('the list has one kind on demand', async () => {
  const { root } = await open({ [`${list}&kind=topup`]: { transfers: [topup] } })
  const select = root.querySelector('select')!
  select.value = 'topup'
  select.dispatchEvent(new Event('change'))
  await vi.waitFor(() => expect(texts(root, 'li b')).toEqual(['充值']))
})
