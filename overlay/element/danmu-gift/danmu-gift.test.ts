import './danmu-gift.ts'
import { expect, test, vi } from 'vitest'
import { fakeGift } from '../base/event.fake.ts'
import { partTexts, rendered, useFakePage } from '../base/page.fake.ts'
import type { DanmuGift } from './danmu-gift.ts'

const page = useFakePage()
const step = (total: number, final = false) =>
  fakeGift({ combo: { id: 'c', total, final }, count: final ? 0 : 1, cents: 10 })
const dear = (name: string, cents: number) => fakeGift({ gift: { id: name, name }, cents })

test('a streak is one card that grows and leaves at its end', async () => {
  const gift = await page.show<DanmuGift>('<danmu-gift></danmu-gift>')
  for (const total of [1, 2, 3, 2, 9]) gift.push(step(total))
  await rendered(gift)
  expect(partTexts(gift, 'card')).toHaveLength(1)
  expect(partTexts(gift, 'count')).toEqual(['×9'])
  expect(partTexts(gift, 'amount')).toEqual(['¥0.90'])
  gift.push(step(9, true))
  vi.advanceTimersByTime(3_000)
  await rendered(gift)
  expect(partTexts(gift, 'card')).toEqual([])
})

test('at most three cards are shown, and a dear one replaces a cheap one', async () => {
  const gift = await page.show<DanmuGift>('<danmu-gift></danmu-gift>')
  for (const [index, name] of ['甲', '乙', '丙'].entries()) gift.push(dear(name, 100 + index))
  gift.push(dear('嘉年华', 300_000))
  await rendered(gift)
  expect(partTexts(gift, 'gift')).toEqual(['送出 乙', '送出 丙', '送出 嘉年华'])
  expect(partTexts(gift, 'card--tier-6')).toHaveLength(1)
})

test('effects of the page play one after the other, the dearest first', async () => {
  const gift = await page.show<DanmuGift>(
    `<danmu-gift effects='[{"minValue":100,"url":"https://cdn.example/fx.webm"},{"minValue":1,"url":"https://cdn.example/fx.png","seconds":2}]'></danmu-gift>`,
  )
  const playing = async (): Promise<string | undefined> => {
    await rendered(gift)
    return gift.shadowRoot!.querySelector<HTMLImageElement>('[part~=effect]')?.src
  }
  for (const [name, cents] of [
    ['a', 100],
    ['b', 100],
    ['c', 20_000],
  ] as const) {
    gift.push(dear(name, cents))
  }
  expect(await playing()).toBe('https://cdn.example/fx.png')
  vi.advanceTimersByTime(2_000)
  expect(await playing()).toBe('https://cdn.example/fx.webm')
  gift.shadowRoot!.querySelector('[part~=effect]')!.dispatchEvent(new Event('ended'))
  expect(await playing()).toBe('https://cdn.example/fx.png')
  vi.advanceTimersByTime(2_000)
  expect(await playing()).toBeUndefined()
})

test('an effect plays once for a streak, from its minimum value on', async () => {
  const gift = await page.show<DanmuGift>('<danmu-gift></danmu-gift>')
  gift.effects = [{ minValue: 1, url: 'https://cdn.example/fx.png', seconds: 1 }]
  gift.push(step(5))
  await rendered(gift)
  expect(gift.shadowRoot!.querySelector('[part~=effect]')).toBeNull()
  for (const total of [10, 11, 12]) gift.push(step(total))
  await rendered(gift)
  expect(gift.shadowRoot!.querySelector('[part~=effect]')).not.toBeNull()
  vi.advanceTimersByTime(1_000)
  await rendered(gift)
  expect(gift.shadowRoot!.querySelector('[part~=effect]')).toBeNull()
})

test('the picture of a gift is an effect too, with a sound if there is a volume', async () => {
  const gift = await page.show<DanmuGift>('<danmu-gift volume="0.5"></danmu-gift>')
  gift.effects = [{ minValue: 1, sound: 'https://cdn.example/fx.mp3' }]
  const image = 'https://i0.hdslb.com/rocket.png'
  gift.push(fakeGift({ gift: { id: '1', name: '火箭', image } }))
  await rendered(gift)
  const source = (selector: string) =>
    gift.shadowRoot!.querySelector<HTMLMediaElement>(selector)?.src
  expect(source('[part~=effect--gift]')).toBe(image)
  expect(source('audio')).toBe('https://cdn.example/fx.mp3')
  gift.volume = 0
  await rendered(gift)
  expect(source('audio')).toBeUndefined()
})

test('no timer remains after the element is removed', async () => {
  const gift = await page.show<DanmuGift>('<danmu-gift></danmu-gift>')
  gift.push(step(1))
  gift.remove()
  expect(vi.getTimerCount()).toBe(0)
})
