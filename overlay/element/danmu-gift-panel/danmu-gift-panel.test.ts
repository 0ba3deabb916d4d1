import './danmu-gift-panel.ts'
import { expect, test, vi } from 'vitest'
import type { RoomEvent } from '../../../proto/feed/index.ts'
import { helloFrame } from '../../client/io.fake.ts'
import { type FakeApi, type FakeRoutes, meNamed, nobody, serveApi } from '../base/api.fake.ts'
import { fakeEvent } from '../base/event.fake.ts'
import { partTexts, rendered, useFakePage } from '../base/page.fake.ts'
import type { DanmuGiftPanel } from './danmu-gift-panel.ts'

const page = useFakePage()
const gifts = 'POST /api/live/stage/gifts'
const messages = 'POST /api/live/stage/superchats'
const ledger = 'GET /api/me/ledger?limit=1'

const rocket = { id: 'rocket', name: '火箭', price: 500, place: 1, onSale: true }
const flower = { id: 'flower', name: '小花', price: 10, place: 0, onSale: true }
const receipt = (total: number, balance: number) => ({
  status: 200,
  body: { coins: 10, balance, combo: { id: 'c', total } },
})

async function show(
  more: FakeRoutes = {},
  room: Partial<RoomEvent> = { state: 'live' },
): Promise<{ panel: DanmuGiftPanel; api: FakeApi }> {
  const api = serveApi({
    'GET /api/me': meNamed('小明'),
    'GET /api/live-gifts': { gifts: [flower, rocket] },
    [ledger]: { balance: 120 },
    ...more,
  })
  const panel = await page.show<DanmuGiftPanel>(
    '<danmu-gift-panel src="/rooms/live:stage/stream"></danmu-gift-panel>',
  )
  const state = [fakeEvent('room', { source: 'live:stage', ...room })]
  page
    .io()
    .last()
    .send(helloFrame({ room: 'live:stage', state }))
  await vi.waitFor(() => expect(partTexts(panel, 'gift')).toHaveLength(2))
  await rendered(panel)
  return { panel, api }
}

const find = (panel: DanmuGiftPanel, selector: string): HTMLElement =>
  panel.shadowRoot!.querySelector<HTMLElement>(selector)!

const messageOf = (panel: DanmuGiftPanel): string =>
  panel.shadowRoot!.querySelector('textarea')!.value

async function enter(panel: DanmuGiftPanel, selector: string, value: string): Promise<void> {
  const field = panel.shadowRoot!.querySelector<HTMLInputElement>(selector)!
  field.value = value
  field.dispatchEvent(new Event('input'))
  await rendered(panel)
}

async function choose(panel: DanmuGiftPanel, name: string, index: number): Promise<void> {
  const radio = panel.shadowRoot!.querySelectorAll<HTMLInputElement>(`[name=${name}]`)[index]!
  radio.checked = true
  radio.dispatchEvent(new Event('change'))
  await rendered(panel)
}

async function send(panel: DanmuGiftPanel): Promise<void> {
  find(panel, 'form').dispatchEvent(new SubmitEvent('submit', { cancelable: true }))
  await rendered(panel)
}

const isSendable = (panel: DanmuGiftPanel): boolean =>
  find(panel, 'button').getAttribute('aria-disabled') === 'false'

test('the first gift is chosen; the button names what the choice costs', async () => {
  const { panel } = await show()
  expect(partTexts(panel, 'gift')).toEqual(['小小花10 金币', '火火箭500 金币'])
  expect(partTexts(panel, 'button')).toEqual(['送出 · 10 金币'])
  await vi.waitFor(() => expect(partTexts(panel, 'balance')).toEqual(['余额 120 金币']))
  await enter(panel, '[type=number]', '20')
  expect(partTexts(panel, 'button')).toEqual(['送出 · 200 金币'])
  expect(partTexts(panel, 'balance')).toEqual(['余额 120 金币 还差 80 金币'])
  await choose(panel, 'gift', 1)
  expect(partTexts(panel, 'button')).toEqual(['送出 · 10000 金币'])
})

test('a gift that was sent changes the balance; a streak is counted until it ends', async () => {
  const { panel, api } = await show({ [gifts]: receipt(1, 110) })
  const paid = vi.fn<(event: CustomEvent) => void>()
  panel.addEventListener('danmu-paid', paid)
  await send(panel)
  await vi.waitFor(() => expect(partTexts(panel, 'combo')).toEqual(['×1']))
  expect(partTexts(panel, 'balance')).toEqual(['余额 110 金币'])
  expect(partTexts(panel, 'sent')).toEqual(['已送出 小花 ×1'])
  expect(paid.mock.calls[0]![0].detail).toMatchObject({ coins: 10, balance: 110 })
  api.routes[gifts] = receipt(2, 100)
  await send(panel)
  await vi.waitFor(() => expect(partTexts(panel, 'combo')).toEqual(['×2']))
  const bodies = api.sentTo(gifts) as readonly { readonly key: string }[]
  expect(bodies).toMatchObject([
    { gift: 'flower', quantity: 1, price: 10 },
    { gift: 'flower', quantity: 1, price: 10 },
  ])
  expect(bodies[0]!.key).toMatch(/^[0-9a-f]{32}$/)
  expect(bodies[1]!.key).not.toBe(bodies[0]!.key)
  vi.advanceTimersByTime(5_000)
  await rendered(panel)
  expect(partTexts(panel, 'combo')).toEqual([])
})

test.each([
  [402, 'too-few-coins', '金币不足。'],
  [409, 'wrong-state', '直播当前状态不支持此操作。'],
  [409, 'price-changed', '价格变了，礼物没有送出。'],
])('a refusal with %s %s is said, and the choice stays', async (status, code, text) => {
  const { panel, api } = await show({ [gifts]: { status, body: { code } } })
  await choose(panel, 'gift', 1)
  await enter(panel, '[type=number]', '3')
  await send(panel)
  await vi.waitFor(() => expect(partTexts(panel, 'refusal')).toEqual([text]))
  expect(partTexts(panel, 'button')).toEqual(['送出 · 1500 金币'])
  const asked = code === 'price-changed' ? 'GET /api/live-gifts' : ledger
  await vi.waitFor(() => expect(api.sentTo(asked)).toHaveLength(code === 'wrong-state' ? 1 : 2))
})

test('without a clear answer, the same choice has the same key, another one another', async () => {
  const away = { status: 503, body: { code: 'not-ready' } }
  const { panel, api } = await show({ [gifts]: away })
  await send(panel)
  await vi.waitFor(() => expect(partTexts(panel, 'refusal')[0]).toContain('只会算一次'))
  await send(panel)
  await vi.waitFor(() => expect(api.sentTo(gifts)).toHaveLength(2))
  await vi.waitFor(() => expect(isSendable(panel)).toBe(true))
  await enter(panel, '[type=number]', '2')
  api.routes[gifts] = receipt(2, 100)
  await send(panel)
  await vi.waitFor(() => expect(api.sentTo(gifts)).toHaveLength(3))
  const [one, two, three] = (api.sentTo(gifts) as readonly { readonly key: string }[]).map(
    ({ key }) => key,
  )
  expect(two).toBe(one)
  expect(three).not.toBe(one)
})

test('a paid message that is refused stays written, with the cause', async () => {
  const body = { code: 'comment-refused', reason: 'blocked-word' }
  const { panel, api } = await show({ [messages]: { status: 403, body } })
  await choose(panel, 'kind', 1)
  expect(isSendable(panel)).toBe(false)
  await enter(panel, 'textarea', '加油')
  await enter(panel, '[type=number]', '30')
  await send(panel)
  await vi.waitFor(() => expect(partTexts(panel, 'refusal')).toEqual(['内容里有不允许的词。']))
  expect(messageOf(panel)).toBe('加油')
  api.routes[messages] = receipt(1, 90)
  await send(panel)
  await vi.waitFor(() => expect(messageOf(panel)).toBe(''))
  expect(api.sentTo(messages)[1]).toMatchObject({ text: '加油', coins: 30 })
  expect(partTexts(panel, 'sent')).toEqual(['留言已付款并显示。'])
})

test.each([
  ['without a login', { 'GET /api/me': nobody }, { state: 'live' }, '登录后才能送礼物。'],
  ['before the start', {}, { state: 'offline' }, '直播中才能送礼物。'],
  ['during a pause', {}, { state: 'paused' }, '直播中才能送礼物。'],
] as const)('S4-41 %s nothing is sent', async (_case, routes, room, text) => {
  const { panel, api } = await show(routes, room)
  await vi.waitFor(() => expect(partTexts(panel, 'hint')).toContain(text))
  await send(panel)
  expect([isSendable(panel), api.sentTo(gifts)]).toEqual([false, []])
})

test('a catalogue that is away is asked for again', async () => {
  const away = { status: 503, body: { code: 'not-ready' } }
  const api = serveApi({ 'GET /api/me': nobody, 'GET /api/live-gifts': away })
  const panel = await page.show<DanmuGiftPanel>(
    '<danmu-gift-panel src="/rooms/live:stage/stream"></danmu-gift-panel>',
  )
  await vi.waitFor(() => expect(partTexts(panel, 'refusal')[0]).toContain('数据库'))
  api.routes['GET /api/live-gifts'] = { gifts: [] }
  vi.advanceTimersByTime(5_000)
  await vi.waitFor(() => expect(partTexts(panel, 'hint')).toContain('还没有礼物。'))
  expect(partTexts(panel, 'refusal')).toEqual([])
})
