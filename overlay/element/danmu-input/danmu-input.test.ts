import './danmu-input.ts'
import { expect, test, vi } from 'vitest'
import type { RoomEvent } from '../../../proto/feed/index.ts'
import { helloFrame } from '../../client/io.fake.ts'
import { type FakeApi, meNamed, nobody, serveApi } from '../base/api.fake.ts'
import { fakeEvent } from '../base/event.fake.ts'
import { partTexts, rendered, useFakePage } from '../base/page.fake.ts'
import type { DanmuInput } from './danmu-input.ts'

const page = useFakePage()
const route = 'POST /api/live/stage/comments'

const show = async (src = '/rooms/live:stage/stream'): Promise<DanmuInput> => {
  const input = await page.show<DanmuInput>(`<danmu-input src="${src}"></danmu-input>`)
  await vi.waitFor(() => expect(input.shadowRoot!.querySelector('textarea')).not.toBeNull())
  await rendered(input)
  return input
}

const fieldOf = (input: DanmuInput): HTMLTextAreaElement =>
  input.shadowRoot!.querySelector('textarea')!

async function type(input: DanmuInput, text: string): Promise<void> {
  fieldOf(input).value = text
  fieldOf(input).dispatchEvent(new Event('input'))
  await rendered(input)
}

async function enter(input: DanmuInput, init: KeyboardEventInit = {}): Promise<void> {
  const event = new KeyboardEvent('keydown', { key: 'Enter', cancelable: true, ...init })
  fieldOf(input).dispatchEvent(event)
  await rendered(input)
}

const isSendable = (input: DanmuInput): boolean =>
  !input.shadowRoot!.querySelector('button')!.disabled

const serve = (answer: unknown, me: unknown = meNamed('小明')): FakeApi =>
  serveApi({ 'GET /api/me': me, [route]: answer })

test('Enter sends the comment into the room of the stream, and empties the field', async () => {
  const api = serve({ text: '你好' })
  const input = await show()
  const sent = vi.fn<() => void>()
  input.addEventListener('danmu-sent', sent)
  await type(input, '你好')
  await enter(input)
  await vi.waitFor(() => expect(sent).toHaveBeenCalledOnce())
  await rendered(input)
  expect(api.sentTo(route)).toEqual([{ text: '你好' }])
  expect(fieldOf(input).value).toBe('')
})

test('in a merged room the comment goes to the live room among the sources', async () => {
  const api = serve({ text: 'hi' })
  const input = await show('/rooms/movie-night/stream')
  const room = fakeEvent('room', { source: 'live:stage', state: 'live' })
  page
    .io()
    .last()
    .send(helloFrame({ room: 'movie-night', state: [room] }))
  await type(input, 'hi')
  await enter(input)
  await vi.waitFor(() => expect(api.sentTo(route)).toHaveLength(1))
})

test('Enter that ends a composition, or has Shift, does not send', async () => {
  const api = serve({ text: 'x' })
  const input = await show()
  await type(input, 'ni hao')
  await enter(input, { isComposing: true })
  await enter(input, { keyCode: 229 })
  await enter(input, { shiftKey: true })
  expect(api.sentTo(route)).toEqual([])
})

test('S4-33 characters are counted as by the server: 1 to 200 can be sent', async () => {
  serve({})
  const input = await show()
  expect(isSendable(input)).toBe(false)
  await type(input, ' \u200b ')
  expect(isSendable(input)).toBe(false)
  await type(input, ` ${'😀'.repeat(200)} `)
  expect([isSendable(input), partTexts(input, 'count')]).toEqual([true, ['200/200']])
  await type(input, 'x'.repeat(201))
  expect([isSendable(input), fieldOf(input).getAttribute('aria-invalid')]).toEqual([false, 'true'])
  await type(input, 'short')
  expect(partTexts(input, 'count')).toEqual([])
})

test('a reply that the chat begins names whom it answers, and is sent as one', async () => {
  const api = serve({ text: '是的' })
  const input = await show()
  const begin = async (id: string): Promise<void> => {
    const detail = { id, comment: '7', name: '小红' }
    document.body.dispatchEvent(new CustomEvent('danmu-reply', { bubbles: true, detail }))
    await rendered(input)
  }
  await begin('another-room')
  expect(partTexts(input, 'reply')).toEqual([])
  await begin('stage')
  expect(partTexts(input, 'reply')).toEqual(['回复 小红 取消'])
  expect(input.shadowRoot!.activeElement).toBe(fieldOf(input))
  await enter(input, { key: 'Escape' })
  expect(partTexts(input, 'reply')).toEqual([])
  await begin('stage')
  await type(input, '是的')
  await enter(input)
  await vi.waitFor(() => expect(fieldOf(input).value).toBe(''))
  expect(api.sentTo(route)).toEqual([{ text: '是的', replyTo: '7' }])
  expect(partTexts(input, 'reply')).toEqual([])
})

test('a refusal names the cause, counts down the wait, and keeps the text', async () => {
  const body = { code: 'comment-refused', reason: 'slow-mode', waitMs: 2_600 }
  const api = serve({ status: 422, body })
  const input = await show()
  await type(input, '再来')
  await enter(input)
  await vi.waitFor(() => expect(partTexts(input, 'refusal')).toEqual(['直播间开启了慢速模式。']))
  expect(partTexts(input, 'hint')).toEqual(['3 秒后可以再试。'])
  expect([fieldOf(input).value, isSendable(input)]).toEqual(['再来', false])
  await enter(input)
  expect(api.sentTo(route)).toHaveLength(1)
  vi.advanceTimersByTime(2_000)
  await rendered(input)
  expect(partTexts(input, 'hint')).toEqual(['1 秒后可以再试。'])
  vi.advanceTimersByTime(1_000)
  await rendered(input)
  expect([partTexts(input, 'refusal'), isSendable(input)]).toEqual([[], true])
  api.routes[route] = { text: '再来' }
  await enter(input)
  await vi.waitFor(() => expect(fieldOf(input).value).toBe(''))
})

test.each([
  [
    { status: 403, body: { code: 'comment-refused', reason: 'blocked-word' } },
    '内容里有不允许的词。',
  ],
  [{ status: 503, body: { code: 'not-ready' } }, '服务器正在启动，或数据库暂时不可用，请稍等。'],
  [
    { status: 403, body: { code: 'comment-refused', reason: 'of-a-newer-server' } },
    '这条评论不能发送。',
  ],
])('after %j the viewer reads %s', async (answer, text) => {
  serve(answer)
  const input = await show()
  await type(input, 'x')
  await enter(input)
  await vi.waitFor(() => expect(partTexts(input, 'refusal')).toEqual([text]))
  expect(fieldOf(input).value).toBe('x')
})

test('who is not logged in reads how to write', async () => {
  serve({}, nobody)
  const input = await show()
  await vi.waitFor(() => expect(partTexts(input, 'hint')).toEqual(['登录后才能发言。']))
  expect(fieldOf(input).disabled).toBe(true)
})

test('a session that has ended is noticed, and the text stays', async () => {
  const api = serve({ status: 401, body: { code: 'login-required' } })
  const input = await show()
  await type(input, 'x')
  api.routes['GET /api/me'] = nobody
  await enter(input)
  await vi.waitFor(() => expect(partTexts(input, 'refusal')).toEqual(['请先登录。']))
  await vi.waitFor(() => expect(fieldOf(input).disabled).toBe(true))
  expect(fieldOf(input).value).toBe('x')
})

test.each<[Partial<RoomEvent>, boolean, string]>([
  [{ state: 'offline' }, true, '直播还没有开始。'],
  [{ state: 'offline', rules: { beforeStart: true } }, false, ''],
  [{ state: 'paused' }, false, ''],
  [{ state: 'ended' }, true, '直播已经结束。'],
])('S4-41 in a room with %j the field is disabled: %s', async (facts, isDisabled, hint) => {
  serve({})
  const input = await show()
  const room = fakeEvent('room', { source: 'live:stage', state: 'live', ...facts })
  page
    .io()
    .last()
    .send(helloFrame({ room: 'live:stage', state: [room] }))
  await rendered(input)
  expect([fieldOf(input).disabled, partTexts(input, 'hint').join('')]).toEqual([isDisabled, hint])
})

test('the field names the pace of slow mode', async () => {
  serve({})
  const input = await show()
  const rules = { slowMs: 5_000 }
  const room = fakeEvent('room', { source: 'live:stage', state: 'live', rules })
  page
    .io()
    .last()
    .send(helloFrame({ room: 'live:stage', state: [room] }))
  await rendered(input)
  expect(fieldOf(input).placeholder).toBe('每 5 秒可以发一条')
})
