import fc from 'fast-check'
import Long from 'long'
import { describe, expect, test } from 'vitest'
import { ChatMessage, LikeMessage, Message } from '../../../proto/gen/douyin.js'
import { createSeenIds } from '../../lib/seen-ids.ts'
import { expectationOf, fixture, pushFrame, pushFrameOf, tools } from './frame.fake.ts'
import { read } from './read.ts'

const chatPayload = (content: string): Uint8Array =>
  ChatMessage.encode({ content, user: { id: Long.ONE, nickname: 'a' } }).finish()

describe('S1-14 one fixture for each kind of message', () => {
  test.each([
    ['S1-12', 'synthetic-need-ack', ['chat']],
    ['screen', 'synthetic-screen-chat', ['chat']],
    ['privilege', 'synthetic-privilege-screen-chat', ['chat']],
    ['emoji', 'synthetic-emoji-chat', ['chat']],
    ['S0-2', 'synthetic-gift-bundle-66', ['gift']],
    ['share', 'synthetic-social-share', ['share']],
    ['join', 'synthetic-fansclub-join', ['membership']],
    ['upgrade', 'synthetic-fansclub-upgrade', ['membership']],
    ['stats', 'synthetic-room-stats', ['stats']],
    ['rank', 'synthetic-room-rank', ['rank']],
    ['control', 'synthetic-control-end', ['room']],
    ['box', 'synthetic-lucky-box', ['redpacket']],
    ['lottery', 'synthetic-lottery-event-new', ['lottery']],
    [
      'S1-11 and five more',
      'synthetic-six-messages',
      ['chat', 'gift', 'like', 'enter', 'follow', 'stats', 'stats', 'rank'],
    ],
  ])('%s: %s', (_row, name, types) => {
    const { drafts, faults, raws } = read(fixture(name), tools)
    expect(drafts.map(({ type }) => type)).toEqual(types)
    expect([faults, raws]).toEqual([[], []])
  })

  test.each(['synthetic-six-messages', 'synthetic-gift-combo-08', 'synthetic-lucky-box'])(
    'ids and names in %s are those on the wire, all digits of them',
    (name) => {
      const expected = (expectationOf(name).messages ?? []).filter(({ user }) => user)
      const { drafts } = read(fixture(name), tools)
      expect(expected.length).toBeGreaterThan(0)
      for (const { msg_id: id, user } of expected) {
        const draft = drafts.find((one) => one.id === `douyin:${id}`)
        expect(draft?.user).toMatchObject({ id: `douyin:${user?.id}`, name: user?.nickname })
      }
    },
  )
})

describe('S0-3 messages without a reader', () => {
  test('go to the diagnostic stream as a whole, and their neighbours survive', () => {
    const { drafts, raws, faults } = read(fixture('synthetic-unknown-method'), tools)
    const [unknown] = expectationOf('synthetic-unknown-method').messages ?? []
    expect(drafts).toMatchObject([{ type: 'chat', text: '未知消息后面的这条还要解析' }])
    expect(faults).toEqual([])
    expect(raws).toEqual([
      {
        method: unknown?.method,
        data: Buffer.from(unknown?.payload_hex ?? '', 'hex').toString('base64'),
      },
    ])
  })

  test('of any length', () => {
    const payload = new Uint8Array(100_000).map((_, index) => index)
    const { raws } = read(pushFrame([{ method: 'WebcastNewMessage', payload }]), tools)
    expect(raws).toEqual([
      { method: 'WebcastNewMessage', data: Buffer.from(payload).toString('base64') },
    ])
  })

  test('a known kind without its required fields goes there too, and is a fault', () => {
    const payload = LikeMessage.encode({}).finish()
    const reading = read(pushFrame([{ method: 'WebcastLikeMessage', payload }]), tools)
    const { raws, drafts, faults } = reading
    expect(drafts).toEqual([])
    const method = 'WebcastLikeMessage'
    expect(faults).toEqual([{ kind: 'bad-message', method, detail: 'not the shape we know' }])
    expect(raws).toEqual([{ method: 'WebcastLikeMessage', data: '' }])
  })

  test('decoration is left out, and counted as such', () => {
    const method = 'WebcastInRoomBannerMessage'
    const reading = read(pushFrame([{ method, payload: chatPayload('x') }]), tools)
    expect(reading).toEqual({
      drafts: [],
      raws: [],
      effects: [{ kind: 'ignored', method }],
      faults: [],
    })
  })
})

test('a repeated message is published once, whatever frame it comes in', () => {
  const once = { ...tools, isNewMessage: createSeenIds(10) }
  const message = { method: 'WebcastChatMessage', payload: chatPayload('x'), msgId: Long.ONE }
  const readings = Array.from({ length: 5 }, () => read(pushFrame([message, message]), once))
  expect(readings.flatMap(({ drafts }) => drafts)).toHaveLength(1)
  const again = { kind: 'redelivered', method: 'WebcastChatMessage' }
  expect(readings.flatMap(({ effects }) => effects)).toEqual(Array.from({ length: 9 }, () => again))
})

describe('a broken message', () => {
  const method = 'WebcastChatMessage'

  test('costs itself only, and the fault has its name', () => {
    const broken = new Uint8Array([0x12, 0x7f, 0x00])
    const messages = [chatPayload('before'), broken, chatPayload('after')]
    const reading = read(pushFrame(messages.map((payload) => ({ method, payload }))), tools)
    expect(reading.drafts).toMatchObject([{ text: 'before' }, { text: 'after' }])
    expect(reading.faults).toEqual([{ kind: 'bad-message', method, detail: expect.any(String) }])
    expect(reading.raws).toEqual([{ method, data: Buffer.from(broken).toString('base64') }])
  })

  test('with a broken wrapper costs itself only, too', () => {
    const fine = Message.encode({ method, payload: chatPayload('fine') }).finish()
    const frame = pushFrameOf({ messages: [new Uint8Array([0x0a, 0x7f]), fine] })
    const { drafts, faults } = read(frame, tools)
    expect(drafts).toMatchObject([{ text: 'fine' }])
    expect(faults).toEqual([{ kind: 'bad-message', detail: expect.any(String) }])
  })
})

describe('S1-7 texts and ids', () => {
  test.each(['👨‍👩‍👧', '😀 中文 abc', '\u{feff}bom', '"<b>&'])('%s survives byte for byte', (text) => {
    const payload = chatPayload(text)
    const { drafts } = read(pushFrame([{ method: 'WebcastChatMessage', payload }]), tools)
    expect(drafts).toMatchObject([{ text }])
  })

  test('S1-5 S1-6 any text and any id of 64 bits survive a round trip through JSON', () => {
    const int64 = fc.bigInt({ min: 1n, max: 2n ** 63n - 1n })
    const text = fc.string({ minLength: 1, unit: 'grapheme' })
    fc.assert(
      fc.property(int64, int64, text, (messageId, userId, content) => {
        fc.pre(userId !== 111111n)
        const user = { id: Long.fromString(String(userId)), nickname: content }
        const payload = ChatMessage.encode({ content, user }).finish()
        const msgId = Long.fromString(String(messageId))
        const frame = pushFrame([{ method: 'WebcastChatMessage', payload, msgId }])
        const [draft] = JSON.parse(JSON.stringify(read(frame, tools).drafts)) as unknown[]
        expect(draft).toMatchObject({
          id: `douyin:${messageId}`,
          text: content,
          user: { id: `douyin:${userId}`, name: content },
        })
      }),
    )
  })

  test('a name cut in the middle of a character costs that character only', () => {
    const payload = Buffer.from(
      ChatMessage.encode({ content: 'ok', user: { nickname: 'ab中' } }).finish(),
    )
    payload[payload.indexOf(0xad)] = 0x41 // the last byte of 中
    const { drafts, faults } = read(pushFrame([{ method: 'WebcastChatMessage', payload }]), tools)
    expect(faults).toEqual([])
    expect(drafts).toMatchObject([{ text: 'ok', user: { name: 'ab\u{fffd}A' } }])
  })

  test('a message without an id makes an event without an id', () => {
    const payload = chatPayload('x')
    const [draft] = read(pushFrame([{ method: 'WebcastChatMessage', payload }]), tools).drafts
    expect(draft).toBeDefined()
    expect(draft).not.toHaveProperty('id')
  })
})
