import { gzipSync } from 'node:zlib'
import Long from 'long'
import { describe, expect, test } from 'vitest'
import { ChatMessage, Message, PushFrame, Response } from '../../../proto/gen/douyin.js'
import { expectationOf, fixture, pushFrame, tools } from './frame.fake.ts'
import { read } from './read.ts'

const effects = (bytes: Uint8Array) => read(bytes, tools).effects
const replyOf = (bytes: Uint8Array): string => {
  const reply = effects(bytes).find((effect) => effect.kind === 'reply')
  return reply?.kind === 'reply' ? Buffer.from(reply.bytes).toString('hex') : ''
}
const withHeaders = (headers: Record<string, string>, response: Response.$Properties) =>
  PushFrame.encode({
    payloadType: 'msg',
    headers: Object.entries(headers).map(([key, value]) => ({ key, value })),
    payload: Response.encode(response).finish(),
  }).finish()
const chatMessage = (content: string) =>
  Message.encode({
    method: 'WebcastChatMessage',
    payload: ChatMessage.encode({ content, user: { nickname: 'a' } }).finish(),
  }).finish()
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

describe('frames without messages', () => {
  test('the echo of a heartbeat is a sign of life', () => {
    expect(read(fixture('synthetic-hb-echo'), tools)).toEqual({
      drafts: [],
      raws: [],
      effects: [{ kind: 'heartbeat-reply' }],
      faults: [],
    })
  })

  test('a close frame reports that the server will close', () => {
    expect(effects(fixture('synthetic-close'))).toEqual([{ kind: 'closing' }])
  })

  test('an ack of the server has no events', () => {
    const reading = read(PushFrame.encode({ payloadType: 'ack' }).finish(), tools)
    expect(reading).toEqual({ drafts: [], raws: [], effects: [], faults: [] })
  })

  test('an unknown payload type is a fault with its name', () => {
    const { faults } = read(PushFrame.encode({ payloadType: 'new' }).finish(), tools)
    expect(faults).toEqual([{ kind: 'unexpected', detail: 'payload type "new"' }])
  })

  test.each([
    ['heartbeat', [{ kind: 'heartbeat-reply' }]],
    ['pong', [{ kind: 'heartbeat-reply' }]],
    ['reconnect', [{ kind: 'closing', reason: 'the server asks for another connection' }]],
    ['subscribe_ack', []],
  ])('%s is an effect without a fault', (payloadType, expected) => {
    const reading = read(PushFrame.encode({ payloadType }).finish(), tools)
    expect(reading).toEqual({ drafts: [], raws: [], effects: expected, faults: [] })
  })
})

test('an unknown payload type does not cost the messages in the frame', () => {
  const payload = gzipSync(Response.encode({ messages: [chatMessage('still here')] }).finish())
  const { drafts, faults } = read(
    PushFrame.encode({ payloadType: 'msg2', payload }).finish(),
    tools,
  )
  expect(drafts).toMatchObject([{ type: 'chat', text: 'still here' }])
  expect(faults).toEqual([{ kind: 'unexpected', detail: 'payload type "msg2"' }])
})

describe('S0-8 S1-15 acknowledging', () => {
  test('a frame that requires it is answered byte for byte as in the fixture', () => {
    const { ack } = expectationOf('synthetic-need-ack')
    expect(replyOf(fixture('synthetic-need-ack'))).toBe(ack?.hex)
  })

  test('a frame that does not require it is not answered', () => {
    expect(replyOf(fixture('synthetic-uncompressed'))).toBe('')
  })

  test('S1-16 S1-17 any bytes are sent back unchanged, valid text or not', () => {
    const internalExt = new Uint8Array([...utf8('😀中a|'), 0xff, 0x80])
    const reply = replyOf(pushFrame([], { needAck: true, internalExt }))
    expect(reply.endsWith(Buffer.from(internalExt).toString('hex'))).toBe(true)
  })

  test('the answer is sent even if every message is broken', () => {
    const payload = new Uint8Array([0xff])
    const frame = pushFrame([{ method: 'WebcastChatMessage', payload }], { needAck: true })
    expect(replyOf(frame)).not.toBe('')
  })
})

describe('S1-10 the cursor for a reconnect', () => {
  const response = { cursor: 'body', internalExt: utf8('body ext') }

  test('header values win over those of the body, wherever they stand', () => {
    const headers = { 'im-now': '1', 'im-internal_ext': 'head ext', 'im-cursor': 'head' }
    expect(effects(withHeaders(headers, response))).toEqual([
      { kind: 'cursor', cursor: 'head', detail: 'head ext' },
    ])
  })

  test('the body is used if there is no header', () => {
    expect(effects(withHeaders({}, response))).toEqual([
      { kind: 'cursor', cursor: 'body', detail: 'body ext' },
    ])
  })

  test('an empty cursor never replaces another one', () => {
    expect(effects(withHeaders({}, { internalExt: utf8('body ext') }))).toEqual([])
  })
})

describe('S1-10: the heartbeat interval of the server', () => {
  test.each([
    [15, [{ kind: 'heartbeat-interval', intervalMs: 15_000 }]],
    [0, []],
    [7, [{ kind: 'heartbeat-interval', intervalMs: 7_000 }]],
    [60, [{ kind: 'heartbeat-interval', intervalMs: 15_000 }]],
    [3601, [{ kind: 'heartbeat-interval', intervalMs: 15_000 }]],
  ])('of %i seconds', (seconds, expected) => {
    const heartbeatDuration = Long.fromNumber(seconds, true)
    expect(effects(pushFrame([], { heartbeatDuration }))).toEqual(expected)
  })
})

describe('S0-33 S1-23 packing', () => {
  const body = Response.encode({ cursor: 'c' }).finish()
  const cursor = [{ kind: 'cursor', cursor: 'c', detail: '' }]
  const gzip = [{ key: 'compress_type', value: 'gzip' }]

  test.each([
    ['packed, and says so', { payload: gzipSync(body), headers: gzip }],
    ['packed, and does not say so', { payload: gzipSync(body) }],
    ['not packed', { payload: body }],
  ])('a body that is %s', (_name, frame) => {
    expect(effects(PushFrame.encode({ payloadType: 'msg', ...frame }).finish())).toEqual(cursor)
  })

  test('a body that is declared as packed and is not costs the frame', () => {
    const frame = PushFrame.encode({ payloadType: 'msg', headers: gzip, payload: body }).finish()
    expect(read(frame, tools).faults).toMatchObject([{ kind: 'corrupt' }])
  })

  test.each([
    ['synthetic-corrupt-gzip', 'corrupt'],
    ['synthetic-corrupt-gzip-crc', 'corrupt'],
    ['synthetic-truncated-gzip', 'corrupt'],
    ['synthetic-truncated', 'bad-frame'],
    ['synthetic-gzip-bomb', 'too-big'],
  ])('%s is exactly one fault', (name, kind) => {
    expect(read(fixture(name), tools)).toEqual({
      drafts: [],
      raws: [],
      effects: [],
      faults: [{ kind, detail: expect.any(String) }],
    })
  })

  test('T-BOMB-1 a bomb of 68 MiB takes less than 20 MB', () => {
    const bomb = fixture('synthetic-gzip-bomb')
    const before = process.memoryUsage()
    for (let round = 0; round < 3; round++) read(bomb, tools)
    const after = process.memoryUsage()
    const growth = after.external + after.heapUsed - before.external - before.heapUsed
    expect(growth).toBeLessThan(20e6)
  })
})

test('a body that is no response is a fault of the frame', () => {
  const payload = new Uint8Array([0x0a, 0x7f, 0x01])
  const { faults } = read(PushFrame.encode({ payloadType: 'msg', payload }).finish(), tools)
  expect(faults).toMatchObject([{ kind: 'bad-frame' }])
})

test('events without a time of their own have that of the frame', () => {
  const payload = ChatMessage.encode({ content: 'hi', user: { nickname: 'a' } }).finish()
  const now = Long.fromString('1776121380123', true)
  const frame = pushFrame([{ method: 'WebcastChatMessage', payload }], { now })
  expect(read(frame, tools).drafts).toMatchObject([{ at: 1776121380123 }])
})
