import { expect, test } from 'vitest'
import { eventText } from './event-text.ts'

const envelope = {
  v: 1,
  seq: 1,
  id: 'e',
  room: 'r',
  source: 'demo:1',
  at: 0,
  receivedAt: 0,
  user: { name: '小明' },
} as const
const price = { amount: 3_000, unit: 'cny.fen', cents: 3_000 } as const

test('a message has its author apart from the text', () => {
  expect(eventText({ ...envelope, type: 'chat', text: '<b>你好</b>' }, 'zh')).toEqual({
    name: '小明',
    text: '<b>你好</b>',
  })
})

test('an action is a sentence, with its price', () => {
  const gift = { id: '1', name: '玫瑰' }
  expect(
    eventText({ ...envelope, type: 'gift', gift, count: 3, price, value: price }, 'zh-CN'),
  ).toEqual({ text: '小明 送出 玫瑰 ×3', value: '¥30' })
  expect(eventText({ ...envelope, type: 'like', count: 5 }, 'en')).toEqual({
    text: '小明 liked 5 times',
  })
})

test('coins are written as coins', () => {
  const gift = { id: '1', name: '玫瑰' }
  const ten = { amount: 10, unit: 'coin' } as const
  const event = { ...envelope, type: 'gift', gift, count: 1, price: ten, value: ten } as const
  expect(eventText(event, 'zh-CN').value).toBe('10 金币')
  expect(eventText(event, 'en').value).toBe('10 coins')
})

test('facts about the room have no name', () => {
  expect(
    eventText({ ...envelope, type: 'source', state: 'stalled', reasonCode: 'no-data' }, 'en').text,
  ).toBe('no data from the live room for now · no data was received for too long')
  expect(eventText({ ...envelope, type: 'room', state: 'live' }, 'zh').text).toBe('直播中')
  const notice = { ...envelope, type: 'notice', level: 'warning' } as const
  expect(
    eventText({ ...notice, code: 'vanished-type', text: 'gift', count: 60 }, 'en').text,
  ).toMatch(/^No "Gift" events for a long time/)
  expect(
    eventText({ ...notice, code: 'unknown-method', text: 'X_V3', count: 40 }, 'zh').text,
  ).toMatch(/40 条未知消息 X_V3/)
  const sibling = { ...notice, code: 'unknown-sibling', text: 'SEND_GIFT_V3', count: 1 } as const
  expect(eventText(sibling, 'zh').text).toMatch(/新版本 SEND_GIFT_V3/)
  expect(eventText(sibling, 'en').text).toMatch(
    /^A new form of a known message was received, SEND_GIFT_V3:/,
  )
  expect(eventText({ ...notice, code: 'tomorrow', text: '原话' }, 'en').text).toBe('原话')
  expect(eventText({ ...notice, code: 'tomorrow' }, 'zh').text).toBe('通知')
})
