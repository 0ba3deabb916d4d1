import './danmu-stats.ts'
import { expect, test, vi } from 'vitest'
import { helloFrame } from '../../client/io.fake.ts'
import { fakeEvent, fakeGift, fakeSuperchat } from '../base/event.fake.ts'
import { partTexts, rendered, useFakePage } from '../base/page.fake.ts'
import type { DanmuStats } from './danmu-stats.ts'

const page = useFakePage()

test('shows the figures of the first frame and follows them live', async () => {
  const stats = await page.show<DanmuStats>(
    '<danmu-stats src="/rooms/demo:busy/stream" figures="online likes income"></danmu-stats>',
  )
  const socket = page.io().last()
  socket.send(helloFrame({ state: [fakeEvent('stats', { online: 12, likes: 34_567 })] }))
  await rendered(stats)
  expect(partTexts(stats, 'figure')).toEqual(['在线 12', '点赞 3.5万'])
  socket.send(fakeEvent('stats', { seq: 1, online: 13 }))
  await rendered(stats)
  expect(partTexts(stats, 'value')).toEqual(['13', '3.5万'])
})

test('earlier payments count for the goal', async () => {
  const stats = await page.show<DanmuStats>(
    '<danmu-stats figures="" goal="50" paid-before="20"></danmu-stats>',
  )
  stats.push(fakeSuperchat())
  await rendered(stats)
  expect(partTexts(stats, 'goal-value')).toEqual(['¥50 / ¥50'])
})

test('payments fill the goal, and reaching it sends one event', async () => {
  const stats = await page.show<DanmuStats>(
    '<danmu-stats figures="" goal="50"><b slot="goal">新麦克风</b></danmu-stats>',
  )
  const reached = vi.fn<(event: Event) => void>()
  stats.addEventListener('danmu-goal', reached)
  stats.push(fakeGift({ count: 10 }))
  await rendered(stats)
  expect(partTexts(stats, 'goal-value')).toEqual(['¥10 / ¥50'])
  const bar = stats.shadowRoot!.querySelector('[role=progressbar]')
  expect(bar?.getAttribute('aria-valuenow')).toBe('20')
  for (let index = 0; index < 3; index++) {
    stats.push(fakeSuperchat())
    await rendered(stats)
  }
  expect(partTexts(stats, 'goal--reached')).toHaveLength(1)
  expect(reached).toHaveBeenCalledOnce()
})
