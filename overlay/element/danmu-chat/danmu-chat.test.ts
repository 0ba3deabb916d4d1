import './danmu-chat.ts'
import { expect, test, vi } from 'vitest'
import {
  fakeChat,
  fakeCoinGift,
  fakeGift,
  fakeMembership,
  fakeSuperchat,
} from '../base/event.fake.ts'
import { partTexts, rendered, useFakePage } from '../base/page.fake.ts'
import type { DanmuChat } from './danmu-chat.ts'

const page = useFakePage()

test('chat lines appear at an even pace within the budget, paid ones at once', async () => {
  const chat = await page.show<DanmuChat>('<danmu-chat></danmu-chat>')
  for (const text of ['一', '二', '三', '四']) chat.push(fakeChat(text))
  chat.push(fakeSuperchat({ text: '醒目' }))
  await rendered(chat)
  expect(partTexts(chat, 'text')).toEqual(['一', '醒目'])
  vi.advanceTimersByTime(1_200)
  await rendered(chat)
  expect(partTexts(chat, 'text')).toEqual(['一', '醒目', '二', '三', '四'])
})

test('a flood is thinned out and counted, and the list stays bounded', async () => {
  const chat = await page.show<DanmuChat>('<danmu-chat max="10"></danmu-chat>')
  for (let index = 0; index < 500; index++) {
    chat.push(fakeChat(`第 ${index} 条`, { user: { id: `u:${index}`, name: 'x' } }))
    vi.advanceTimersByTime(10)
  }
  await rendered(chat)
  expect(chat.stats.visible).toBe(10)
  expect(partTexts(chat, 'message')).toHaveLength(10)
  expect(chat.stats.dropped).toBeGreaterThan(400)
})

test('repeats are counted on the line that had the text first', async () => {
  const chat = await page.show<DanmuChat>('<danmu-chat></danmu-chat>')
  for (let index = 0; index < 3; index++) chat.push(fakeChat('666'))
  await rendered(chat)
  expect(partTexts(chat, 'message')).toHaveLength(1)
  expect(partTexts(chat, 'count')).toEqual(['×3'])
})

test('a streak is one row that grows', async () => {
  const chat = await page.show<DanmuChat>('<danmu-chat></danmu-chat>')
  for (const total of [1, 2, 66]) {
    chat.push(fakeGift({ combo: { id: 'c', total, final: false } }))
  }
  await rendered(chat)
  expect(partTexts(chat, 'count')).toEqual(['×66'])
  expect(partTexts(chat, 'amount')).toEqual(['¥66'])
})

test('gifts of coins have the colour of their weight and show coins', async () => {
  const chat = await page.show<DanmuChat>('<danmu-chat></danmu-chat>')
  chat.push(fakeCoinGift(500))
  await rendered(chat)
  expect(partTexts(chat, 'message--tier-2')).toHaveLength(1)
  expect(partTexts(chat, 'amount')).toEqual(['500 金币'])
})

test('the parts of a card name its kind and its colour', async () => {
  const chat = await page.show<DanmuChat>('<danmu-chat></danmu-chat>')
  chat.push(fakeSuperchat({ value: { amount: 50_000, unit: 'cny.fen', cents: 50_000 } }))
  chat.push(fakeMembership())
  await rendered(chat)
  expect(partTexts(chat, 'message--superchat')).toHaveLength(1)
  expect(partTexts(chat, 'message--tier-4')[0]).toContain('¥500')
  expect(partTexts(chat, 'message--guard-3')[0]).toContain('开通了舰长')
})

test('user content is rendered as text, and only https pictures are loaded', async () => {
  const chat = await page.show<DanmuChat>('<danmu-chat></danmu-chat>')
  const parts = [
    { text: '<b>粗</b>' },
    { image: 'https://i0.hdslb.com/a.png', alt: '[笑]' },
    { image: 'javascript:alert(1)', alt: '[坏]' },
  ]
  const user = { id: 'x:1', name: '<img src=x>', avatar: 'http://insecure.example/a.png' }
  chat.push(fakeChat('x', { parts, user }))
  await rendered(chat)
  const images = [...chat.shadowRoot!.querySelectorAll('img')]
  expect(images.map(({ src, alt }) => [src, alt])).toEqual([['https://i0.hdslb.com/a.png', '[笑]']])
  expect(partTexts(chat, 'text')[0]).toContain('<b>粗</b>')
  expect(partTexts(chat, 'text')[0]).toContain('[坏]')
  expect(partTexts(chat, 'author')).toEqual(['<img src=x>'])
})

test('an invalid colour is ignored', async () => {
  const chat = await page.show<DanmuChat>('<danmu-chat></danmu-chat>')
  chat.push(fakeChat('a', { color: '#12ab9f' }))
  chat.push(fakeChat('b', { color: 'red;background:url(https://evil.example/)' }))
  vi.advanceTimersByTime(1_200)
  await rendered(chat)
  const lines = [...chat.shadowRoot!.querySelectorAll('[part~=text]')]
  expect(lines.map((line) => line.getAttribute('style'))).toEqual(['--own-color: #12ab9f;', ''])
})

test('the parts of a row name the role of its author', async () => {
  const chat = await page.show<DanmuChat>('<danmu-chat></danmu-chat>')
  chat.push(fakeChat('hi', { user: { name: 'a', roles: ['anchor'], guard: 2 } }))
  await rendered(chat)
  const row = chat.shadowRoot!.querySelector('[part~=message]')
  expect(row?.getAttribute('part')).toBe('message message--chat message--anchor message--crew')
})

test('badges show role, rank and fan club', async () => {
  const chat = await page.show<DanmuChat>('<danmu-chat></danmu-chat>')
  const fan = { name: '星光', level: 12, own: true }
  chat.push(fakeChat('hi', { user: { name: 'a', roles: ['admin'], guard: 2, fan } }))
  chat.push(fakeChat('ho', { user: { name: 'b', fan: { ...fan, own: false } } }))
  vi.advanceTimersByTime(1_200)
  await rendered(chat)
  expect(partTexts(chat, 'badge')).toEqual(['房管', '提督', '星光 12'])
})

test('a template of the page replaces a row and is filled with text only', async () => {
  const chat = await page.show<DanmuChat>(
    `<danmu-chat><template slot="chat"><b data-danmu="name"></b><i data-danmu="text"></i><u data-danmu="amount"></u></template></danmu-chat>`,
  )
  chat.push(fakeChat('<i>你好</i>'))
  chat.push(fakeSuperchat({ text: '不变' }))
  await rendered(chat)
  const row = chat.shadowRoot!.querySelector('[part~="message--chat"]')!
  expect(row.querySelector('b')?.textContent).toBe('小明')
  expect(row.querySelector('i')?.textContent).toBe('<i>你好</i>')
  expect(row.querySelector('u')).toBeNull()
  expect(partTexts(chat, 'author')).toEqual(['小明'])
})

test('the list is a log for screen readers, but not inside OBS', async () => {
  const role = async (): Promise<string | null | undefined> => {
    const chat = await page.show<DanmuChat>('<danmu-chat></danmu-chat>')
    return chat.shadowRoot!.querySelector('[part=list]')?.getAttribute('role')
  }
  expect(await role()).toBe('log')
  vi.stubGlobal('obsstudio', {})
  expect(await role()).toBe('none')
})

test('new rows push the others up, unless reduced motion is preferred', async () => {
  const chat = await page.show<DanmuChat>('<danmu-chat></danmu-chat>')
  const push = async (): Promise<void> => {
    chat.push(fakeSuperchat())
    await rendered(chat)
  }
  await push()
  await push()
  expect(page.animate).toHaveBeenCalledOnce()
  chat.motion = 'reduced'
  await push()
  expect(page.animate).toHaveBeenCalledOnce()
})

test('a chat that has become smaller still follows; one that a viewer scrolled back does not', async () => {
  const chat = await page.show<DanmuChat>('<danmu-chat interactive></danmu-chat>')
  const view = chat.shadowRoot!.querySelector('.view')!
  const size = { clientHeight: 300, scrollHeight: 1_000 }
  for (const name of ['clientHeight', 'scrollHeight'] as const) {
    Object.defineProperty(view, name, { get: () => size[name] })
  }
  const grow = async (): Promise<void> => {
    chat.push(fakeSuperchat())
    await rendered(chat)
  }
  view.scrollTop = 700
  chat.requestUpdate()
  await rendered(chat)
  size.clientHeight = 150
  await grow()
  expect(view.scrollTop).toBe(1_000)
  view.scrollTop = 500
  await grow()
  expect(view.scrollTop).toBe(500)
})
