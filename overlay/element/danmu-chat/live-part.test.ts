import './danmu-chat.ts'
import { expect, test, vi } from 'vitest'
import { helloFrame } from '../../client/io.fake.ts'
import { type FakeApi, serveApi } from '../base/api.fake.ts'
import { fakeChat, fakeEvent } from '../base/event.fake.ts'
import { partTexts, rendered, useFakePage } from '../base/page.fake.ts'
import type { DanmuChat } from './danmu-chat.ts'

const page = useFakePage()
const done = { status: 204 }
const routes = {
  'PUT /api/live/stage/pin': {},
  'DELETE /api/live/stage/pin': {},
  'DELETE /api/live/stage/comments/7': done,
  'PUT /api/live/stage/bans/u9': done,
}

const pin = { event: 'live:7', text: '看这里', user: { id: 'live:u1', name: '主播' } }

async function open(attributes: string, room = {}): Promise<DanmuChat> {
  const chat = await page.show<DanmuChat>(
    `<danmu-chat src="/rooms/live:stage/stream" ${attributes}></danmu-chat>`,
  )
  const state = [fakeEvent('room', { source: 'live:stage', state: 'live', ...room })]
  page
    .io()
    .last()
    .send(helloFrame({ room: 'live:stage', state }))
  return chat
}

const comment = () =>
  fakeChat('坏话', { id: 'live:7', source: 'live:stage', user: { id: 'live:u9', name: '小明' } })

async function moderated(): Promise<DanmuChat> {
  const chat = await open('interactive moderate')
  chat.push(comment())
  await vi.waitFor(() => expect(partTexts(chat, 'tool')).toHaveLength(4))
  return chat
}

async function press(chat: DanmuChat, text: string): Promise<void> {
  const buttons = [...chat.shadowRoot!.querySelectorAll<HTMLButtonElement>('[part=tool]')]
  buttons.find((button) => button.textContent.trim() === text)!.click()
  await rendered(chat)
}

const sent = (api: FakeApi): readonly (readonly [string, unknown])[] =>
  Object.keys(routes).flatMap((route) => api.sentTo(route).map((body) => [route, body] as const))

test.each([
  [['置顶'], 'PUT /api/live/stage/pin', { comment: '7' }, ''],
  [['删除'], 'DELETE /api/live/stage/comments/7', undefined, ''],
  [['禁言 10 分钟'], 'PUT /api/live/stage/bans/u9', { minutes: 10 }, '已禁言'],
  [['封禁', '确定封禁？'], 'PUT /api/live/stage/bans/u9', { retract: true }, '已封禁'],
])('a moderator presses %j', async (texts, route, body, outcome) => {
  const api = serveApi({ ...routes })
  const chat = await moderated()
  for (const text of texts) {
    expect(sent(api)).toEqual([])
    await press(chat, text)
  }
  await vi.waitFor(() => expect(sent(api)).toEqual([[route, body]]))
  await vi.waitFor(() => expect(partTexts(chat, 'tools')[0]).toContain(outcome))
})

test('a viewer begins a reply to a comment', async () => {
  const chat = await open('interactive reply')
  chat.push(comment())
  const begun = vi.fn<(event: CustomEvent) => void>()
  document.addEventListener('danmu-reply', begun)
  await vi.waitFor(() => expect(partTexts(chat, 'tool')).toEqual(['回复']))
  await press(chat, '回复')
  document.removeEventListener('danmu-reply', begun)
  expect(begun.mock.calls[0]![0].detail).toMatchObject({ id: 'stage', comment: '7', name: '小明' })
})

test('a refusal is shown in its row', async () => {
  serveApi({ 'PUT /api/live/stage/pin': { status: 403, body: { code: 'not-allowed' } } })
  const chat = await moderated()
  await press(chat, '置顶')
  await vi.waitFor(() =>
    expect(partTexts(chat, 'refusal')).toEqual(['当前的登录或令牌没有这个权限。']),
  )
})

test('rows of other platforms, and chats of viewers, have no tools', async () => {
  const merged = await moderated()
  merged.push(fakeChat('弹幕', { source: 'douyin:1', user: { id: 'douyin:1', name: '小红' } }))
  vi.advanceTimersByTime(1_200)
  await rendered(merged)
  expect(
    [partTexts(merged, 'message'), partTexts(merged, 'tools')].map(({ length }) => length),
  ).toEqual([2, 1])
  const chat = await open('interactive')
  chat.push(comment())
  await rendered(chat)
  expect(partTexts(chat, 'tools')).toEqual([])
})

test('the pinned comment of the room is above the list; a moderator removes it', async () => {
  const api = serveApi({ ...routes })
  const chat = await open('', { pin })
  await vi.waitFor(() => expect(partTexts(chat, 'pin')).toEqual(['主播 看这里']))
  chat.moderate = true
  await rendered(chat)
  await press(chat, '取消置顶')
  await vi.waitFor(() => expect(sent(api)).toEqual([['DELETE /api/live/stage/pin', undefined]]))
})
