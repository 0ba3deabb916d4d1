import '../../../element/danmu-live.ts'
import { expect, test, vi } from 'vitest'
import { type FakeApi, type FakeRoutes, nobody, serveApi } from '../../../element/base/api.fake.ts'
import { rendered, useFakePage } from '../../../element/base/page.fake.ts'
import { LiveGifts } from './live-gifts.ts'

useFakePage()

const gift = { id: 'flower', name: '小花', price: 10, place: 0, onSale: true }
const board = (of: string): string => `GET /api/live/stage/rank?of=${of}&limit=20`
const routes: FakeRoutes = {
  'GET /api/me': nobody,
  'GET /api/live-gifts': { gifts: [gift] },
  [board('broadcast')]: { rows: [{ rank: 1, account: { id: 'u1', name: '小明' }, score: 30 }] },
  [board('all')]: { rows: [] },
}

async function show(more: FakeRoutes = {}): Promise<{ element: LiveGifts; api: FakeApi }> {
  const api = serveApi({ ...routes, ...more })
  const src = '/rooms/live:stage/stream'
  const element = Object.assign(new LiveGifts(), { lang: 'zh-CN', src, room: 'stage' })
  document.body.append(element)
  await rendered(element)
  return { element, api }
}

async function unfold(element: LiveGifts, index: number): Promise<void> {
  await vi.waitFor(() => expect(element.shadowRoot!.querySelector('details')).not.toBeNull())
  const details = element.shadowRoot!.querySelectorAll('details')[index]!
  details.open = true
  details.dispatchEvent(new Event('toggle'))
  await rendered(element)
}

const rows = (element: LiveGifts): readonly string[] =>
  [...element.shadowRoot!.querySelectorAll('li')].map(({ textContent }) =>
    textContent.replaceAll(/\s+/g, ''),
  )

test.each([
  ['no catalogue', { status: 404 }],
  ['an empty one', { gifts: [] }],
])('a server with %s has no gifts on the page', async (_case, answer) => {
  const { element, api } = await show({ 'GET /api/live-gifts': answer })
  await vi.waitFor(() => expect(api.sentTo('GET /api/live-gifts')).toHaveLength(1))
  await rendered(element)
  expect(element.shadowRoot!.querySelector('details')).toBeNull()
})

test('the panel is there once it is unfolded', async () => {
  const { element } = await show()
  await unfold(element, 0)
  expect(element.shadowRoot!.querySelector('danmu-gift-panel')!.src).toBe(
    '/rooms/live:stage/stream',
  )
})

test('S2-31 the board of the broadcast is shown, follows the feed, and can be that of all', async () => {
  const { element, api } = await show()
  await unfold(element, 1)
  await vi.waitFor(() => expect(rows(element)).toEqual(['1小明30金币']))
  element.version = 1
  await vi.waitFor(() => expect(api.sentTo(board('broadcast'))).toHaveLength(2))
  const all = element.shadowRoot!.querySelectorAll<HTMLInputElement>('[name=span]')[1]!
  all.dispatchEvent(new Event('change'))
  await vi.waitFor(() => expect(rows(element)).toEqual([]))
  expect(element.shadowRoot!.querySelector('p')!.textContent).toBe('还没有人送礼物。')
})
