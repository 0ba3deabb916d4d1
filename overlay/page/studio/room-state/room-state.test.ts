import { afterEach, expect, test } from 'vitest'
import { initialState, type FeedState } from '../../../client/reduce.ts'
import { fakeEvent } from '../../../element/base/event.fake.ts'
import { RoomState } from './room-state.ts'

afterEach(() => document.body.replaceChildren())

async function textOf(over: Partial<RoomState>): Promise<string> {
  const element = new RoomState()
  Object.assign(element, { lang: 'en', room: 'demo:busy', ...over })
  document.body.append(element)
  await element.updateComplete
  const pieces = document.createTreeWalker(element.shadowRoot!, NodeFilter.SHOW_TEXT)
  const texts: string[] = []
  while (pieces.nextNode()) texts.push(pieces.currentNode.textContent!.trim())
  return texts.filter((text) => text !== '').join(' ')
}

const open: FeedState = { ...initialState, status: { kind: 'open' } }

test('an open room shows its last event and its rate', async () => {
  expect(await textOf({ state: open, quietSeconds: 3, rate: 12.5 })).toBe(
    'demo:busy Connected last event 3 s ago 12.5 events/s',
  )
})

test('a source with a problem, lost events and the gain of logging in are shown', async () => {
  const source = {
    type: 'source',
    v: 1,
    seq: 1,
    id: 's',
    room: 'demo:busy',
    source: 'demo:busy',
    at: 0,
    receivedAt: 0,
    state: 'blocked',
    limits: ['masked'],
  } as const
  const state = { ...open, missed: 7, sources: { 'demo:busy': { source } } }
  expect(await textOf({ state })).toContain(
    'missed 7 the platform hides the names of viewers; log in to see them',
  )
})

test('shows in words how much of the chat arrives', async () => {
  const envelope = { v: 1, seq: 1, room: 'r', source: 'bilibili:1', at: 0, receivedAt: 0 } as const
  const source = { ...envelope, type: 'source', id: 's', state: 'open', login: 'guest' } as const
  const coverage = { share: 0.11, samples: 90, since: 0 }
  const stats = { ...envelope, type: 'stats', id: 't', coverage } as const
  const state = { ...open, sources: { 'bilibili:1': { source, stats } } }
  expect(await textOf({ state })).toContain(
    'about one line in nine of the chat arrives: log in to receive more',
  )
})

test('B5 a room that is not connected shows the reason and the next try, and no green dot', async () => {
  const source = fakeEvent('source', {
    state: 'connecting',
    reason: 'a request failed: ENOTFOUND',
    reasonCode: 'host-unknown',
    retryAt: 5_000,
  })
  const state = { ...open, sources: { 'demo:busy': { source } } }
  const secondsUntil = (at: number): number => at / 1_000
  const text = await textOf({ lang: 'zh-CN', state, secondsUntil })
  expect(text).toContain('demo:busy 正在连接直播间 · 找不到平台的服务器，请检查网络、DNS 或代理')
  expect(text).toContain('5 秒后重试 还没有消息 0 条/秒')
  expect(text).not.toContain('已连接')
  const root = document.querySelector('room-state')!.shadowRoot!
  expect(root.querySelector('.dot')!.className).toBe('dot warn')
  expect(root.querySelector('details')!.textContent).toContain('ENOTFOUND')
})

test('B13 a refusal is shown in the language of the page, with a button to try again', async () => {
  const status = { kind: 'refused', code: 4404, reason: 'no room of this name' } as const
  expect(await textOf({ state: { ...initialState, status } })).toBe(
    'demo:busy There is no such room, or it is private The server did not open this room ' +
      'There is no such room, or it is private Details no room of this name Try again',
  )
})

test('a server without an answer is distinguished from a refusal', async () => {
  const status = { kind: 'waiting', code: 1006, delayMs: 500, reason: '' } as const
  const state = { ...initialState, status }
  expect(await textOf({ state, trouble: { kind: 'silence' } })).toContain('cannot be reached')
  const problem = { status: 503, code: 'too-many-streams', details: 'too many' }
  expect(await textOf({ state, trouble: { kind: 'answer', problem } })).toContain(
    'The server did not open this room Too many connections are open. Details too many',
  )
})

test('the button to try again sends an event to the page', async () => {
  const status = { kind: 'refused', code: 4401, reason: '' } as const
  let retries = 0
  document.body.addEventListener('room-retry', () => (retries += 1), { once: true })
  await textOf({ state: { ...initialState, status } })
  const button = document.querySelector('room-state')!.shadowRoot!.querySelector('button')!
  button.click()
  expect(retries).toBe(1)
})
