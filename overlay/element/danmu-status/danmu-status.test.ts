import './danmu-status.ts'
import { expect, test, vi } from 'vitest'
import { chatEvent, helloFrame } from '../../client/io.fake.ts'
import { fakeEvent } from '../feed/event.fake.ts'
import { partTexts, rendered, useFakePage } from '../feed/page.fake.ts'
import { awayAfterMs, type DanmuStatus } from './danmu-status.ts'

const page = useFakePage()
const src = '/rooms/demo:busy/stream'

test('is invisible while all is well, and says what is wrong', async () => {
  const status = await page.show<DanmuStatus>(`<danmu-status src="${src}"></danmu-status>`)
  page.io().last().send(helloFrame())
  vi.advanceTimersByTime(awayAfterMs)
  await rendered(status)
  expect(partTexts(status, 'status')).toEqual([])
  page
    .io()
    .last()
    .send(fakeEvent('source', { seq: 1, state: 'blocked', reason: '需要登录' }))
  await rendered(status)
  expect(partTexts(status, 'remark--wrong')).toEqual(['demo:busy · 直播平台拒绝了我们 · 需要登录'])
})

test('tells of a lost connection after three seconds, until it is back', async () => {
  const status = await page.show<DanmuStatus>(`<danmu-status src="${src}"></danmu-status>`)
  page.io().last().send(helloFrame())
  page.io().last().end(1006)
  vi.advanceTimersByTime(awayAfterMs)
  await rendered(status)
  expect(partTexts(status, 'remark')).toHaveLength(1)
  page.io().last().send(helloFrame())
  await rendered(status)
  expect(partTexts(status, 'remark')).toEqual([])
})

test('with debug tells everything, fresh every second, and stops when it is gone', async () => {
  const status = await page.show<DanmuStatus>(`<danmu-status debug src="${src}"></danmu-status>`)
  page
    .io()
    .last()
    .send(helloFrame({ state: [fakeEvent('source', { state: 'open', limits: ['masked'] })] }))
  page.io().last().send(chatEvent(1))
  vi.advanceTimersByTime(2_000)
  await rendered(status)
  const [room, source, limit, figures] = partTexts(status, 'remark')
  expect([room, source]).toEqual(['demo:busy · 已连接', 'demo:busy · 直播间已连接'])
  expect(limit).toContain('登录')
  expect(figures).toMatch(/^最近消息 2 秒前 · \d+ 帧\/秒 · 丢弃 0$/)
  status.remove()
  expect(vi.getTimerCount()).toBe(0)
})
