import { brotliCompressSync, constants, deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { inflateNode } from '../../lib/bytes/inflate-node.ts'
import { type Inflate, maxInflatedBytes } from '../../lib/bytes/inflate.ts'
import { utf8 } from '../../lib/bytes/utf8.ts'
import type { Fault } from '../platform.ts'
import { joined } from './message.fake.ts'
import { encodePacket, operations, versions } from './packet.ts'
import { unpack } from './unpack.ts'

interface Unpacked {
  readonly packets: readonly (readonly [operation: number, body: string])[]
  readonly faults: readonly Fault[]
}

function unpacked(frame: Uint8Array, inflate: Inflate = inflateNode): Unpacked {
  const packets: [number, string][] = []
  const faults: Fault[] = []
  unpack(frame, inflate, {
    packet: (operation, bytes, from, to) => packets.push([operation, utf8(bytes, from, to)]),
    fault: (fault) => faults.push(fault),
  })
  return { packets, faults }
}

const message = (body: Uint8Array | string, version: number = versions.plain): Uint8Array =>
  encodePacket({ version, operation: operations.message, body: Buffer.from(body) })
const zlib = (body: Uint8Array): Uint8Array => message(deflateSync(body), versions.zlib)
const brotli = (body: Uint8Array): Uint8Array => message(brotliCompressSync(body), versions.brotli)
const header = (length: number, headerLength = 16): Buffer => {
  const bytes = Buffer.from(message(''))
  bytes.writeUInt32BE(length, 0)
  bytes.writeUInt16BE(headerLength, 4)
  return bytes
}

describe('cutting', () => {
  test('S3-14 joined packets are read in the order they were sent', () => {
    const frame = joined(...['a', 'b', 'c', 'd'].map((body) => message(body)))
    expect(unpacked(frame).packets.map(([, body]) => body)).toEqual(['a', 'b', 'c', 'd'])
  })

  test('S3-15 of 100,000 packets in one frame the first 2,000 are read', () => {
    const packet = message('{}')
    const frame = joined(...Array.from({ length: 100_000 }, () => packet))
    expect(unpacked(frame).packets).toHaveLength(2_000)
  })

  test('S3-10 a longer header is skipped by its own length', () => {
    const frame = joined(header(23, 20), Buffer.from('....'), Buffer.from('abc'))
    expect(unpacked(frame)).toEqual({ packets: [[5, 'abc']], faults: [] })
  })

  test.each([
    ['0', header(0)],
    ['15', header(15)],
    ['2^31', header(2 ** 31)],
    ['one byte more than there is', header(17)],
  ])('S3-16 a packet length of %s ends the frame with one fault', (_name, broken) => {
    const { packets, faults } = unpacked(joined(message('before'), broken))
    expect(packets).toEqual([[5, 'before']])
    expect(faults.map(({ kind }) => kind)).toEqual(['bad-frame'])
  })

  test.each([0, 15, 17])('S3-16 a header length of %i in 16 bytes is a bad frame', (length) => {
    expect(unpacked(header(16, length)).faults).toMatchObject([{ kind: 'bad-frame' }])
  })

  test('an empty frame is a bad frame', () => {
    expect(unpacked(new Uint8Array())).toMatchObject({ faults: [{ kind: 'bad-frame' }] })
  })

  test('S3-7 the bytes after a heartbeat reply are its echo, not a packet', () => {
    const body = Buffer.from([0, 0, 9, 162])
    const reply = encodePacket({ version: 1, operation: operations.heartbeatReply, body })
    const frame = joined(reply, Buffer.from('[object Object]'))
    expect(unpacked(frame)).toMatchObject({ packets: [[3, body.toString()]], faults: [] })
  })

  test('packets are the same after packing and unpacking, in each format', () => {
    const packed = fc.constantFrom((bytes: Uint8Array) => bytes, zlib, brotli)
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1 }),
        packed,
        (bodies, pack) => {
          const frame = pack(joined(...bodies.map((body) => message(body))))
          const { packets, faults } = unpacked(frame)
          expect(packets.map(([, body]) => body)).toEqual(bodies)
          expect(faults).toEqual([])
        },
      ),
      { numRuns: 50 },
    )
  })
})

describe('packed bodies', () => {
  test('a broken one does not affect its plain neighbours', () => {
    const frame = joined(message('a'), message('no brotli', versions.brotli), message('b'))
    const { packets, faults } = unpacked(frame)
    expect(packets.map(([, body]) => body)).toEqual(['a', 'b'])
    expect(faults).toMatchObject([{ kind: 'corrupt' }])
  })

  test('an unknown version is unsupported and its neighbours survive', () => {
    const { packets, faults } = unpacked(joined(message('{}', 9), message('b')))
    expect(packets).toEqual([[5, 'b']])
    expect(faults).toMatchObject([{ kind: 'unsupported' }])
  })

  test('one inside another is too deep, its neighbours are not', () => {
    const { packets, faults } = unpacked(zlib(joined(zlib(message('deep')), message('flat'))))
    expect(packets).toEqual([[5, 'flat']])
    expect(faults).toMatchObject([{ kind: 'too-deep' }])
  })

  test('without brotli, a brotli body is a fault', () => {
    const none: Inflate = () => ({ ok: false, fault: 'unsupported', detail: 'no brotli here' })
    expect(unpacked(brotli(message('a')), none).faults).toMatchObject([{ kind: 'unsupported' }])
  })

  test('T-BOMB-2 a brotli bomb of 256 MiB is one fault and little memory', () => {
    const zeros = new Uint8Array(256 * 1024 * 1024)
    // The best quality makes 405 bytes of it in nine seconds, this one 203 in a fraction of one.
    const params = { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_LGWIN]: 24 }
    const bomb = message(brotliCompressSync(zeros, { params }), versions.brotli)
    expect(bomb.length).toBeLessThan(405)
    const before = process.memoryUsage()
    const { packets, faults } = unpacked(joined(bomb, bomb, bomb))
    const after = process.memoryUsage()
    expect(packets).toEqual([])
    expect(faults.map(({ kind }) => kind)).toEqual(['too-big'])
    expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(20 * 1024 * 1024)
    expect(after.rss - before.rss).toBeLessThan(20 * 1024 * 1024)
    expect(zeros.length).toBeGreaterThan(0) // so that freeing them does not hide the additional memory
  })

  test('T-BOMB-3 nested zlib bombs end at the first level', () => {
    let bomb = message(new Uint8Array(maxInflatedBytes - 16))
    for (let depth = 0; depth < 5; depth++) bomb = zlib(bomb)
    expect(unpacked(bomb)).toMatchObject({ packets: [], faults: [{ kind: 'too-deep' }] })
  })

  test('T-BOMB-3 bodies side by side share one budget', () => {
    const half = zlib(message(new Uint8Array(maxInflatedBytes / 2)))
    const { packets, faults } = unpacked(joined(half, half, half, message('never read')))
    expect(packets).toHaveLength(1)
    expect(faults).toMatchObject([{ kind: 'too-big' }])
  })

  test('many broken bodies are inflated once', () => {
    let inflations = 0
    const counting: Inflate = () => {
      inflations++
      return { ok: false, fault: 'corrupt', detail: 'broken' }
    }
    const broken = message('broken', versions.zlib)
    const { faults } = unpacked(joined(...Array.from({ length: 1000 }, () => broken)), counting)
    expect(inflations).toBe(1)
    expect(faults.map(({ kind }) => kind)).toEqual(['corrupt', 'too-big'])
  })
})
