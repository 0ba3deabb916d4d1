import './danmu-enter.ts'
import { expect, test, vi } from 'vitest'
import { fakeEvent } from '../base/event.fake.ts'
import { partTexts, rendered, useFakePage } from '../base/page.fake.ts'
import type { DanmuEnter } from './danmu-enter.ts'

const page = useFakePage()

test('greets one viewer, then those that entered meanwhile together, then none', async () => {
  const element = await page.show<DanmuEnter>('<danmu-enter></danmu-enter>')
  const line = async (): Promise<string | undefined> => {
    await rendered(element)
    return partTexts(element, 'guest')[0]?.slice(1).trim()
  }
  for (const name of ['甲', '乙', '丙']) element.push(fakeEvent('enter', { user: { name } }))
  expect(await line()).toBe('甲 来了')
  vi.advanceTimersByTime(1_000)
  expect(await line()).toBe('丙 等 2 人 来了')
  vi.advanceTimersByTime(4_000)
  expect(await line()).toBeUndefined()
})

test('shows follows only if `kinds` has them, and guards in their colour', async () => {
  const element = await page.show<DanmuEnter>('<danmu-enter></danmu-enter>')
  element.push(fakeEvent('follow', {}))
  await rendered(element)
  expect(partTexts(element, 'guest')).toEqual([])
  element.kinds = 'follow'
  element.push(fakeEvent('follow', { user: { name: '船长', guard: 3 } }))
  await rendered(element)
  expect(partTexts(element, 'guest--guard-3')[0]).toContain('关注了主播')
})
