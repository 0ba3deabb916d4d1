import './danmu-superchat.ts'
import { expect, test, vi } from 'vitest'
import { fakeMembership, fakeSuperchat } from '../base/event.fake.ts'
import { partTexts, rendered, useFakePage } from '../base/page.fake.ts'
import type { DanmuSuperchat } from './danmu-superchat.ts'

const page = useFakePage()

test('a message is shown on a card and stays as a chip until its time is over', async () => {
  const element = await page.show<DanmuSuperchat>('<danmu-superchat></danmu-superchat>')
  element.push(fakeSuperchat({ text: '唱首歌', translation: 'Sing!' }))
  await rendered(element)
  expect(partTexts(element, 'text')).toEqual(['唱首歌'])
  expect(partTexts(element, 'translation')).toEqual(['Sing!'])
  expect(partTexts(element, 'card--tier-1')).toHaveLength(1)
  vi.advanceTimersByTime(6_000)
  await rendered(element)
  expect([partTexts(element, 'card'), partTexts(element, 'chip').length]).toEqual([[], 1])
  vi.advanceTimersByTime(54_000)
  await rendered(element)
  expect(partTexts(element, 'chip')).toEqual([])
})

test('memberships are pinned if `kinds` has them', async () => {
  const element = await page.show<DanmuSuperchat>('<danmu-superchat></danmu-superchat>')
  element.push(fakeMembership())
  element.kinds = 'superchat membership'
  element.push(fakeMembership())
  await rendered(element)
  expect(partTexts(element, 'chip--guard-3')).toEqual(['小¥198'])
})

test('the bar of a message does not restart when others arrive', async () => {
  const element = await page.show<DanmuSuperchat>('<danmu-superchat></danmu-superchat>')
  element.push(fakeSuperchat())
  await rendered(element)
  const bar = element.shadowRoot!.querySelector<HTMLElement>('[part~="bar"]')!
  const before = bar.style.animationDelay
  vi.advanceTimersByTime(2_000)
  element.push(fakeSuperchat())
  await rendered(element)
  expect(bar.isConnected).toBe(true)
  expect(bar.style.animationDelay).toBe(before)
})
