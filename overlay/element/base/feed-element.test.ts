import '../danmu-chat/danmu-chat.ts'
import { expect, test, vi } from 'vitest'
import { chatEvent, helloFrame } from '../../client/io.fake.ts'
import type { DanmuChat } from '../danmu-chat/danmu-chat.ts'
import type { DanmuBeforeShowEvent } from './feed-host.ts'
import { fakeChat, fakeEvent, fakeSuperchat } from './event.fake.ts'
import { partTexts, rendered, useFakePage } from './page.fake.ts'

const page = useFakePage()
const src = '/rooms/demo:busy/stream'

test('the elements of a page share a connection, and the last one removed closes it', async () => {
  const tag = `<danmu-chat src="${src}"></danmu-chat>`
  const chat = await page.show<DanmuChat>(tag + tag)
  expect(page.io().sockets).toHaveLength(1)
  chat.remove()
  expect(page.io().last().closed).toBe(false)
  document.querySelector('danmu-chat')?.remove()
  expect(page.io().last().closed).toBe(true)
})

test('A3 an element asks the backend of its page, or a function, for a ticket', async () => {
  const asked = vi.fn<typeof fetch>(async () => Response.json({ ticket: 'one' }))
  vi.stubGlobal('fetch', asked)
  const quiet = 'wss://relay.example/rooms/quiet/stream'
  const chat = await page.show<DanmuChat>(
    `<danmu-chat src="${quiet}" ticket-src="/t"></danmu-chat>`,
  )
  await vi.waitFor(() => expect(page.io().sockets).toHaveLength(1))
  expect(asked.mock.calls[0]?.[0]).toBe('/t')
  chat.ticket = async (stream) => `for-${new URL(stream).host}`
  await rendered(chat)
  await vi.waitFor(() => expect(page.io().sockets).toHaveLength(2))
  expect(page.io().sockets.map(({ address, closed }) => [address, closed])).toEqual([
    [`${quiet}?ticket=one`, true],
    [`${quiet}?ticket=for-relay.example`, false],
  ])
  chat.ticket = async () => 'newest'
  await rendered(chat)
  page.io().last().end(1006)
  page.io().advance(1_000)
  vi.advanceTimersByTime(1_000)
  await vi.waitFor(() => expect(page.io().last().address).toBe(`${quiet}?ticket=newest`))
})

test('events of the stream are shown, and an element that is moved subscribes again', async () => {
  const chat = await page.show<DanmuChat>(`<danmu-chat src="${src}"></danmu-chat>`)
  page
    .io()
    .last()
    .send(helloFrame({ head: 1 }))
  page.io().last().send(chatEvent(1, '早'))
  await rendered(chat)
  document.body.append(chat)
  page
    .io()
    .last()
    .send(helloFrame({ head: 1 }))
  page.io().last().send(chatEvent(1, '早'))
  await rendered(chat)
  expect(page.io().sockets).toHaveLength(2)
  expect(partTexts(chat, 'text')).toEqual(['早'])
})

test('the same event is shown once, however often it arrives', async () => {
  const chat = await page.show<DanmuChat>('<danmu-chat></danmu-chat>')
  const event = fakeSuperchat()
  for (const again of [event, event]) chat.push(again)
  await rendered(chat)
  expect(partTexts(chat, 'message')).toHaveLength(1)
})

test('a listener may cancel an event before it is shown', async () => {
  const chat = await page.show<DanmuChat>('<danmu-chat></danmu-chat>')
  const block = (event: DanmuBeforeShowEvent): void => event.preventDefault()
  document.body.addEventListener('danmu-before-show', block)
  chat.push(fakeSuperchat())
  document.body.removeEventListener('danmu-before-show', block)
  chat.push(fakeSuperchat({ text: '第二条' }))
  await rendered(chat)
  expect(partTexts(chat, 'text')).toEqual(['第二条'])
})

test('the filter attributes apply, also after they change', async () => {
  const chat = await page.show<DanmuChat>(
    '<danmu-chat block-words="广告" block-users="坏人" min-value="20" hide-tests></danmu-chat>',
  )
  const cheap = { amount: 100, unit: 'cny.fen', cents: 100 } as const
  chat.push(fakeSuperchat({ text: '广 告' }))
  chat.push(fakeSuperchat({ user: { name: '坏人' } }))
  chat.push(fakeSuperchat({ value: cheap, text: '便宜' }))
  chat.push(fakeSuperchat({ id: 'test:1' }))
  chat.minValue = 0
  chat.push(fakeSuperchat({ value: cheap, text: '现在可以' }))
  await rendered(chat)
  expect(partTexts(chat, 'text')).toEqual(['现在可以'])
})

test('a retract removes the messages of a user, shown or waiting', async () => {
  const chat = await page.show<DanmuChat>('<danmu-chat></danmu-chat>')
  for (const text of ['一', '二', '三']) chat.push(fakeChat(text))
  expect(chat.stats.queued).toBeGreaterThan(0)
  chat.push(fakeEvent('retract', { target: { user: 'demo:1' } }))
  await rendered(chat)
  expect(chat.stats).toMatchObject({ queued: 0, visible: 0 })
})

test('elements use the language of the page or their own', async () => {
  const chat = await page.show<DanmuChat>('<danmu-chat lang="en"></danmu-chat>')
  chat.push(fakeEvent('gift', giftOf('Rose')))
  await rendered(chat)
  expect(partTexts(chat, 'text')).toEqual(['sent Rose'])
})

test('the amount of motion is an attribute that style sheets can select', async () => {
  const chat = await page.show<DanmuChat>('<danmu-chat></danmu-chat>')
  chat.motion = 'none'
  await rendered(chat)
  expect(chat.getAttribute('motion')).toBe('none')
  chat.motion = 'auto'
  await rendered(chat)
  expect(chat.getAttribute('motion')).toBe('auto')
})

test('removed filters let the filtered events through', async () => {
  const chat = await page.show<DanmuChat>('<danmu-chat lang="en" kinds="chat" block-words="x">')
  for (const name of ['kinds', 'block-words']) chat.removeAttribute(name)
  chat.push(fakeEvent('gift', giftOf('Rose')))
  await rendered(chat)
  expect(partTexts(chat, 'text')).toEqual(['sent Rose'])
})

function giftOf(name: string) {
  const price = { amount: 1, unit: 'coin' } as const
  return { gift: { id: '1', name }, count: 1, price, value: price }
}
