import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import {
  ChatMessage,
  GiftMessage,
  Message,
  PushFrame,
  Response,
  RoomRankMessage,
} from '../../../proto/gen/douyin.js'
import { cpuMsOf, pushFrameOf, tools } from './frame.fake.ts'
import { maxBodyBytes, mostHeaders, mostMessages } from './limit.ts'
import { read } from './read.ts'

const chat = (content: string): Uint8Array =>
  Message.encode({
    method: 'WebcastChatMessage',
    payload: ChatMessage.encode({ content }).finish(),
  }).finish()
const frame = (messages: readonly Uint8Array[]) => pushFrameOf({ messages: [...messages] })
const times = <T>(count: number, item: T): T[] => Array.from({ length: count }, () => item)
const packed = (payload: Uint8Array): Uint8Array =>
  PushFrame.encode({ payloadType: 'msg', payload: gzipSync(payload) }).finish()
/** Returns a message that repeats an empty field as often as fits. */
const repeated = (tag: number, bytes: number): Uint8Array =>
  Uint8Array.from({ length: bytes }, (_, index) => (index % 2 === 0 ? tag : 0))

const one = (kind: string, detail: string) => ({
  drafts: [],
  raws: [],
  effects: [],
  faults: [{ kind, detail }],
})

describe('the messages of one frame', () => {
  test('may be two thousand', () => {
    const { drafts, faults } = read(frame(times(mostMessages, chat('x'))), tools)
    expect(drafts).toHaveLength(2_000)
    expect(faults).toEqual([])
  })

  test('are all refused if there is one more, whatever their content', () => {
    const detail = 'more than 2000 messages in one frame'
    expect(read(frame(times(mostMessages + 1, chat('x'))), tools)).toEqual(one('too-many', detail))
    const empty = times(mostMessages + 1, new Uint8Array())
    expect(read(frame(empty), tools)).toEqual(one('too-many', detail))
  })

  test('are read except one that is too long', () => {
    const long = chat('x'.repeat(300 * 1024))
    const { drafts, faults } = read(frame([chat('a'), long, chat('b')]), tools)
    expect(drafts).toMatchObject([{ text: 'a' }, { text: 'b' }])
    expect(faults).toEqual([{ kind: 'too-big', detail: `a message of ${long.length} bytes` }])
  })
})

test('more headers than any real frame has are a fault', () => {
  const headers = times(mostHeaders + 1, { key: 'k', value: 'v' })
  const bytes = PushFrame.encode({ payloadType: 'msg', headers }).finish()
  expect(read(bytes, tools)).toEqual(one('too-many', 'more than 64 headers in one frame'))
})

test('a frame or a body beyond a megabyte is a fault', () => {
  const detail = `more than ${maxBodyBytes} bytes in one frame`
  expect(read(new Uint8Array(maxBodyBytes + 1), tools)).toEqual(one('too-big', detail))
  expect(read(packed(new Uint8Array(maxBodyBytes + 1)), tools)).toEqual(one('too-big', detail))
})

describe('H5: no frame blocks the process for more than 200 ms', () => {
  const whole = maxBodyBytes - 64
  const message = (method: string, payload: Uint8Array): Uint8Array =>
    Message.encode({ method, payload }).finish()
  const four = (method: string, payload: Uint8Array): Uint8Array =>
    Response.encode({ messages: times(4, message(method, payload)) }).finish()
  const payloadBytes = 250 * 1024

  test.each<readonly [string, Uint8Array]>([
    ['800,000 tiny messages', packed(repeated(0x0a, 1_600_000))],
    ['as many tiny messages as fit', packed(repeated(0x0a, whole))],
    [
      'broken chats',
      frame(times(mostMessages, message('WebcastChatMessage', Uint8Array.of(0xff)))),
    ],
    ['broken wrappers', frame(times(mostMessages, Uint8Array.of(0xff)))],
    ['unknown fields', packed(repeated(0x18, whole))],
    ['headers', repeated(0x2a, whole)],
    [
      'pieces of a line',
      packed(
        four(
          'WebcastChatMessage',
          ChatMessage.encode({
            content: 'x',
            rtfContentV2: {
              pieces: times(60_000, {}),
              defaultPattern: '{0:string}'.repeat(10_000),
            },
          }).finish(),
        ),
      ),
    ],
    [
      'places of a board',
      packed(
        four(
          'WebcastRoomRankMessage',
          RoomRankMessage.encode({ ranks: times(120_000, {}) }).finish(),
        ),
      ),
    ],
    [
      'addresses of a picture',
      packed(
        four(
          'WebcastGiftMessage',
          GiftMessage.encode({ gift: { image: { urlList: times(120_000, '') } } }).finish(),
        ),
      ),
    ],
    ['one long text', packed(four('WebcastChatMessage', chat('中'.repeat(80_000))))],
    ['one raw message', packed(message('WebcastNewMessage', new Uint8Array(payloadBytes)))],
  ])('%s', (_what, bytes) => {
    expect(cpuMsOf(() => read(bytes, tools))).toBeLessThan(200)
  })
})
