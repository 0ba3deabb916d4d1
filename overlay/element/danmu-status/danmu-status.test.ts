import './danmu-status.ts'
import { expect, test, vi } from 'vitest'
import { chatEvent, helloFrame } from '../../client/io.fake.ts'
import { fakeEvent } from '../base/event.fake.ts'
import { partTexts, rendered, useFakePage } from '../base/page.fake.ts'
import { awayAfterMs } from '../base/feed-controller.ts'
import { type DanmuStatus, stuckAfterMs } from './danmu-status.ts'

const page = useFakePage()
const src = '/rooms/demo:busy/stream'

test('is invisible without a problem, and shows each problem', async () => {
  const status = await page.show<DanmuStatus>(`<danmu-status src="${src}"></danmu-status>`)
  page.io().last().send(helloFrame())
  vi.advanceTimersByTime(awayAfterMs)
  await rendered(status)
  expect(partTexts(status, 'status')).toEqual([])
  page
    .io()
    .last()
    .send(fakeEvent('source', { seq: 1, state: 'blocked', reasonCode: 'risk-control' }))
  await worded(status, ['demo:busy · 被直播平台拒绝 · 触发平台风控'])
})

test('B6 shows why a source cannot connect for 10 s, and hides it once the source is open', async () => {
  const status = await page.show<DanmuStatus>(`<danmu-status src="${src}"></danmu-status>`)
  page.io().last().send(helloFrame())
  const say = (seq: number, over: Parameters<typeof fakeEvent<'source'>>[1]): void =>
    page
      .io()
      .last()
      .send(fakeEvent('source', { seq, ...over }))
  const hindered = { state: 'connecting', reason: 'a request failed: ENOTFOUND' } as const
  say(1, { ...hindered, reasonCode: 'host-unknown', retryAt: 1 })
  vi.advanceTimersByTime(stuckAfterMs / 2)
  await rendered(status)
  expect(partTexts(status, 'status')).toEqual([])
  say(2, { ...hindered, reasonCode: 'host-unknown', retryAt: 2 }) // the next attempt failed, too
  vi.advanceTimersByTime(stuckAfterMs)
  await worded(status, ['demo:busy · 正在连接直播间 · 找不到平台的服务器'])
  say(3, { state: 'open' })
  await rendered(status)
  expect(partTexts(status, 'status')).toEqual([])
})

/** Waits until the texts are loaded, and compares the beginnings of the remarks. */
async function worded(status: DanmuStatus, beginnings: readonly string[]): Promise<void> {
  await vi.waitFor(async () => {
    await rendered(status)
    const texts = partTexts(status, 'remark--wrong')
    expect(texts.map((text, index) => text?.slice(0, beginnings[index]?.length))).toEqual(
      beginnings,
    )
  })
}

test('shows a lost connection after three seconds, until it is back', async () => {
  const status = await page.show<DanmuStatus>(`<danmu-status src="${src}"></danmu-status>`)
  page.io().last().send(helloFrame())
  page.io().last().end(1006)
  vi.advanceTimersByTime(awayAfterMs)
  await worded(status, ['连不上弹幕服务'])
  page.io().last().send(helloFrame())
  await rendered(status)
  expect(partTexts(status, 'remark')).toEqual([])
})

test('with debug shows all figures, updated every second, and stops when it is removed', async () => {
  const status = await page.show<DanmuStatus>(`<danmu-status debug src="${src}"></danmu-status>`)
  page
    .io()
    .last()
    .send(helloFrame({ state: [fakeEvent('source', { state: 'open', limits: ['masked'] })] }))
  page.io().last().send(chatEvent(1))
  vi.advanceTimersByTime(2_000)
  await vi.waitFor(async () => {
    await rendered(status)
    expect(partTexts(status, 'remark')).toHaveLength(4)
  })
  const [room, source, limit, figures] = partTexts(status, 'remark')
  expect([room, source]).toEqual(['demo:busy · 已连接', 'demo:busy · 直播间已连接'])
  expect(limit).toContain('登录')
  expect(figures).toMatch(/^最近消息 2 秒前 · \d+ 帧\/秒 · 丢弃 0$/)
  status.remove()
  expect(vi.getTimerCount()).toBe(0)
})
