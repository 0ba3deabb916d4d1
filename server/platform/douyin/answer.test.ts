import { gzipSync } from 'node:zlib'
import Long from 'long'
import { describe, expect, test } from 'vitest'
import { PushFrame, Response } from '../../../proto/gen/douyin.js'
import type { ReadContext } from '../platform.ts'
import { byteLinkHeartbeatFrame } from './answer.ts'
import { fixture, tools } from './frame.fake.ts'
import { read } from './read.ts'

const seqId = Long.fromString('703', true)
const logId = Long.fromString('18446744073709551615', true)
const body = Response.encode({
  needAck: true,
  internalExt: new TextEncoder().encode('from the body'),
  now: Long.fromString('1764000000000', true),
}).finish()

const frameOf = (frame: PushFrame.$Properties): Uint8Array =>
  PushFrame.encode({ seqId, logId, payloadType: 'msg', payload: body, ...frame }).finish()
const inByteLink = frameOf({ service: 9999, method: 1, payloadEncoding: 'pb' })

function replyTo(frame: Uint8Array, more: Partial<ReadContext> = {}): PushFrame {
  const { effects } = read(frame, { ...tools, ...more })
  const reply = effects.find((effect) => effect.kind === 'reply')
  return PushFrame.decode(reply?.kind === 'reply' ? reply.bytes : new Uint8Array())
}
const headersOf = ({ headers }: PushFrame) => headers.map(({ key, value }) => [key, value])

describe('a frame of the newer transport', () => {
  test('is answered in that transport: its ids, its service, an empty payload, everything else in headers', () => {
    const ack = replyTo(inByteLink, { now: () => 1764000000123 })
    expect(ack).toMatchObject({
      service: 9999,
      method: 1,
      payloadType: 'ack',
      payloadEncoding: 'pb',
    })
    expect([ack.seqId.toString(), ack.logId.toString()]).toEqual(['703', '18446744073709551615'])
    expect(ack.payload.length).toBe(0)
    expect(headersOf(ack)).toEqual([
      ['X-ByteLink-InternalExt', 'from the body'],
      ['client_recv_times_ms', '1764000000123'],
      ['client_ack_time_ms', '1764000000123'],
    ])
  })

  test('is recognized by its header, too, which outweighs the body', () => {
    const headers = [{ key: 'X-ByteLink-InternalExt', value: 'from the header' }]
    const ack = replyTo(frameOf({ service: 8888, method: 8, headers }))
    expect(ack).toMatchObject({ service: 9999, method: 1, payloadType: 'ack' })
    expect(headersOf(ack)[0]).toEqual(['X-ByteLink-InternalExt', 'from the header'])
  })

  test('is answered with the time of the server if the relay sends none', () => {
    expect(headersOf(replyTo(inByteLink))).toContainEqual(['client_ack_time_ms', '1764000000000'])
  })

  test('requires heartbeats of its own kind', () => {
    const { effects } = read(inByteLink, tools)
    expect(effects).toContainEqual({ kind: 'heartbeat-frame', bytes: byteLinkHeartbeatFrame })
    expect(PushFrame.decode(byteLinkHeartbeatFrame)).toMatchObject({
      service: 9999,
      method: 1,
      payloadType: 'hb',
      payloadEncoding: 'pb',
    })
  })
})

describe('the transport of the profile', () => {
  test('web: every frame is answered as by the web page', () => {
    const roomContext = { transport: 'web' }
    const ack = replyTo(inByteLink, { roomContext })
    expect(ack).toMatchObject({ service: 0, payloadType: 'ack', payloadEncoding: '' })
    expect(new TextDecoder().decode(ack.payload)).toBe('from the body')
    expect(read(inByteLink, { ...tools, roomContext }).effects).not.toContainEqual(
      expect.objectContaining({ kind: 'heartbeat-frame' }),
    )
  })

  test('bytelink: every frame is answered in the newer one', () => {
    const ack = replyTo(frameOf({ service: 8888 }), { roomContext: { transport: 'bytelink' } })
    expect(ack).toMatchObject({ service: 9999, method: 1 })
  })

  test('auto, the default: frames of the web page get the answers of the web page', () => {
    const { effects } = read(fixture('seed001_pushframe'), tools)
    expect(effects.map(({ kind }) => kind)).toEqual(['reply', 'cursor', 'heartbeat-interval'])
  })
})

describe('packing with zstd', () => {
  // A zstd frame whose header declares that 4 GiB follow.
  const bomb = Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0xa0, 0, 0, 0, 0xff, 1, 0, 0)

  test.each([
    ['says so', { headers: [{ key: 'compress_type', value: 'zstd' }] }],
    ['says so in its encoding', { payloadEncoding: 'zstd' }],
    ['does not say so', {}],
  ])('a body that %s is unpacked in its own format only', (_how, frame) => {
    const asked: string[] = []
    const inflate: ReadContext['inflate'] = (encoding) => {
      asked.push(encoding)
      return { ok: true, bytes: body }
    }
    const packed = PushFrame.encode({ payloadType: 'msg', payload: bomb, ...frame }).finish()
    expect(read(packed, { ...tools, inflate }).faults).toEqual([])
    expect(asked).toEqual(['zstd'])
  })

  test('a bomb is one fault, and so is a runtime without zstd', () => {
    const { drafts, faults } = read(frameOf({ payload: bomb }), tools)
    expect(drafts).toEqual([])
    expect(faults).toEqual([
      {
        kind: expect.stringMatching(/^(unsupported|corrupt|too-big)$/),
        detail: expect.any(String),
      },
    ])
  })

  test('gzip wins where a frame names both', () => {
    const payload = gzipSync(body)
    expect(read(frameOf({ payload, payloadEncoding: 'zstd' }), tools).faults).toEqual([])
  })
})
