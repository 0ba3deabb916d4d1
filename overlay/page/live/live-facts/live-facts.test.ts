import { expect, test, vi } from 'vitest'
import { type FakeApi, type FakeRoutes, serveApi } from '../../../element/base/api.fake.ts'
import { fakeEvent } from '../../../element/base/event.fake.ts'
import { rendered, useFakePage } from '../../../element/base/page.fake.ts'
import type { LiveRoom } from '../../api.ts'
import { LiveFacts } from './live-facts.ts'

useFakePage()

const room = {
  id: 'stage',
  host: { id: 'u0', name: '小波' },
  broadcast: { number: 1, title: '今晚唱歌', state: 1, likes: 3 },
} as LiveRoom
const facts = { room: fakeEvent('room', { source: 'live:stage', state: 'live' }) }
const done = { status: 204 }
const likes = 'POST /api/live/stage/likes'

async function show(
  routes: FakeRoutes,
  more: Partial<LiveFacts> = {},
): Promise<{ element: LiveFacts; api: FakeApi }> {
  const api = serveApi({ 'GET /api/follows/u0': { follows: false }, ...routes })
  const element = Object.assign(
    new LiveFacts(),
    { lang: 'zh-CN', room, facts, account: 'u1' },
    more,
  )
  document.body.append(element)
  await rendered(element)
  return { element, api }
}

const find = (element: LiveFacts, selector: string): HTMLElement | null =>
  element.shadowRoot!.querySelector<HTMLElement>(selector)

const likeOf = (element: LiveFacts): HTMLButtonElement =>
  find(element, '[aria-label^=点赞]') as HTMLButtonElement

const followOf = (element: LiveFacts): HTMLButtonElement | null =>
  find(element, '.small:not(.number)') as HTMLButtonElement | null

test('likes are shown at once, and those of a second are sent together', async () => {
  const { element, api } = await show({ [likes]: done })
  expect(likeOf(element).getAttribute('aria-pressed')).toBe('false')
  for (let count = 0; count < 3; count++) likeOf(element).click()
  await rendered(element)
  expect(likeOf(element).textContent.trim()).toBe('6')
  expect(likeOf(element).getAttribute('aria-pressed')).toBe('true')
  vi.advanceTimersByTime(1_000)
  likeOf(element).click()
  vi.advanceTimersByTime(1_000)
  expect(api.sentTo(likes)).toEqual([{ count: 3 }, { count: 1 }])
})

test('likes that the server refuses are taken back, with the reason', async () => {
  const refused = { status: 401, body: { code: 'login-required' } }
  const { element } = await show({ [likes]: refused }, { account: '' })
  likeOf(element).click()
  vi.advanceTimersByTime(1_000)
  await vi.waitFor(() => expect(find(element, '[role=alert]')).not.toBeNull())
  expect([
    likeOf(element).textContent.trim(),
    likeOf(element).getAttribute('aria-pressed'),
  ]).toEqual(['3', 'false'])
})

test('a broadcast that is not live takes no likes', async () => {
  const { element } = await show({}, { facts: {} })
  expect(likeOf(element).disabled).toBe(true)
})

test('the host is followed and unfollowed with one press', async () => {
  const [put, del] = ['PUT /api/follows/u0', 'DELETE /api/follows/u0']
  const { element, api } = await show({ [put]: done, [del]: done })
  expect(followOf(element)!.textContent.trim()).toBe('关注')
  followOf(element)!.click()
  await vi.waitFor(() => expect(followOf(element)!.textContent.trim()).toBe('已关注'))
  followOf(element)!.click()
  await vi.waitFor(() => expect(followOf(element)!.textContent.trim()).toBe('关注'))
  expect([api.sentTo(put), api.sentTo(del)].map(({ length }) => length)).toEqual([1, 1])
})

test('whoever follows the host already sees that; the host has nothing to follow', async () => {
  const { element } = await show({ 'GET /api/follows/u0': { follows: true } })
  await vi.waitFor(() => expect(followOf(element)!.getAttribute('aria-pressed')).toBe('true'))
  element.account = 'u0'
  await rendered(element)
  expect(followOf(element)).toBeNull()
})

test('the viewers with an account are listed on demand', async () => {
  const accounts = [{ id: 'u1', name: '小明' }, { id: 'u2' }]
  const { element } = await show({ 'GET /api/live/stage/viewers': { accounts } })
  const details = find(element, 'details') as HTMLDetailsElement
  expect(find(element, 'ul')).toBeNull()
  details.open = true
  details.dispatchEvent(new Event('toggle'))
  await vi.waitFor(() =>
    expect(find(element, 'ul')!.textContent.replaceAll(/\s/g, '')).toBe('小明u2'),
  )
})
