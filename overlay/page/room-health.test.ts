import { expect, test } from 'vitest'
import { type FeedState, initialState } from '../client/reduce.ts'
import { fakeEvent } from '../element/base/event.fake.ts'
import { roomHealth } from './room-health.ts'

type Source = Parameters<typeof fakeEvent<'source'>>[1]

const open: FeedState = { ...initialState, status: { kind: 'open' } }
const stateOf = (...sources: readonly Source[]): FeedState => ({
  ...open,
  sources: Object.fromEntries(
    sources.map((over, index) => [
      `toy:${index}`,
      { source: fakeEvent('source', { source: `toy:${index}`, ...over }) },
    ]),
  ),
})

test.each([
  [{ state: 'open' }, 'good', '已连接'],
  [{ state: 'connecting' }, 'warn', '正在连接直播间'],
  [{ state: 'stalled', reasonCode: 'no-data' }, 'warn', '直播间暂时没有数据 · 长时间没有收到数据'],
  [{ state: 'failed', reasonCode: 'no-such-room' }, 'bad', '直播间连接失败 · 平台上没有这个直播间'],
  [{ state: 'blocked', reasonCode: 'slow-down' }, 'bad', '被直播平台拒绝 · 平台要求减少请求'],
  [{ state: 'ended', reasonCode: 'not-live' }, 'idle', '还没开播'],
] as const)('B5 an open connection whose source says %j is %s', (source, level, text) => {
  const health = roomHealth(stateOf(source), 'zh-CN')
  expect(health.level).toBe(level)
  expect(health.text.slice(0, text.length)).toBe(text)
  expect(health.text === '已连接').toBe(level === 'good')
})

test('B5 the worst of several sources decides the health, and its name is shown', () => {
  const state = stateOf({ state: 'open' }, { state: 'connecting', retryAt: 7, reason: 'ENOTFOUND' })
  expect(roomHealth(state, 'zh-CN')).toEqual({
    level: 'warn',
    text: 'toy:1 · 正在连接直播间 · 原因不明',
    retryAt: 7,
    details: 'ENOTFOUND',
  })
  expect(roomHealth(stateOf({ state: 'ended' }, { state: 'open' }), 'en').text).toBe('Connected')
})

test('B5 a lost connection counts more than the last states of the sources', () => {
  const status = { kind: 'waiting', code: 1006, delayMs: 1, reason: 'gone' } as const
  expect(roomHealth({ ...stateOf({ state: 'open' }), status }, 'zh-CN')).toEqual({
    level: 'warn',
    text: '连不上弹幕服务，正在重试',
    details: 'gone',
  })
})

test('B2 the text for a stopped room says that it reconnects when the room starts', () => {
  const status = { kind: 'waiting', code: 4503, delayMs: 1, reason: 'off' } as const
  expect(roomHealth({ ...open, status }, 'zh-CN').text).toBe('房间已停止，启动后自动恢复')
})
