import { expect, test, vi } from 'vitest'
import { type FakeApi, type FakeRoutes, meNamed, serveApi } from '../../../element/base/api.fake.ts'
import { rendered, useFakePage } from '../../../element/base/page.fake.ts'
import { GiftsApp } from './gifts-app.ts'

useFakePage()

const flower = { id: 'flower', name: '小花', price: 10, place: 1, onSale: true }
const rocket = { id: 'rocket', name: '火箭', price: 500, place: 2, onSale: false }
const list = 'GET /api/live-gifts?all=true'

async function open(more: FakeRoutes = {}): Promise<{ root: ShadowRoot; api: FakeApi }> {
  history.replaceState(undefined, '', '/gifts?lang=zh-CN')
  const api = serveApi({
    'GET /api/me': meNamed('小波'),
    [list]: { gifts: [flower, rocket] },
    ...more,
  })
  const app = new GiftsApp()
  document.body.append(app)
  await rendered(app)
  await vi.waitFor(() => expect(api.sentTo(list)).toHaveLength(1))
  await rendered(app)
  return { root: app.shadowRoot!, api }
}

const headings = (root: ShadowRoot): readonly string[] =>
  [...root.querySelectorAll('.gifts h2')].map(({ textContent }) =>
    textContent.replaceAll(/\s+/g, ' ').trim(),
  )

function submit(root: ShadowRoot, form: string, values: Readonly<Record<string, string>>): void {
  const element = root.querySelector<HTMLFormElement>(form)!
  for (const [name, value] of Object.entries(values)) {
    element.querySelector<HTMLInputElement>(`[name=${name}]`)!.value = value
  }
  element.dispatchEvent(new SubmitEvent('submit', { cancelable: true }))
}

test('the catalogue has every gift, also those that are not on sale', async () => {
  const { root } = await open()
  await vi.waitFor(() => expect(headings(root)).toEqual(['小花', '火箭 未上架']))
})

test('a gift is changed, and a refusal is shown', async () => {
  const route = 'PATCH /api/live-gifts/flower'
  const { root, api } = await open({ [route]: { status: 422, body: { code: 'invalid-value' } } })
  const form = '[aria-label="礼物 小花"] form'
  await vi.waitFor(() => expect(root.querySelector(form)).not.toBeNull())
  submit(root, form, { price: '20', place: '3' })
  await vi.waitFor(() => expect(root.querySelector('[role=alert]')).not.toBeNull())
  api.routes[route] = { ...flower, price: 20, place: 3 }
  submit(root, form, {})
  await vi.waitFor(() => expect(headings(root)).toEqual(['火箭 未上架', '小花']))
  expect(api.sentTo(route)[0]).toEqual({
    name: '小花',
    price: 20,
    image: null,
    place: 3,
    onSale: true,
  })
})

test('a new gift is added in its place', async () => {
  const route = 'POST /api/live-gifts'
  const star = { id: 'star', name: '星', price: 1, place: 0, onSale: true }
  const { root, api } = await open({ [route]: star })
  submit(root, '[aria-labelledby=new] form', { name: ' 星 ', price: '1', place: '0' })
  await vi.waitFor(() => expect(headings(root)).toEqual(['星', '小花', '火箭 未上架']))
  expect(api.sentTo(route)).toEqual([{ name: '星', price: 1, place: 0, onSale: true }])
})
