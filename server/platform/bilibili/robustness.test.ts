import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Reading } from '../platform.ts'
import { messageFrame } from '../bilibili-packet/message.fake.ts'
import { encodePacket, headerBytes, operations } from '../bilibili-packet/packet.ts'
import { fakeTools } from '../bilibili-packet/context.fake.ts'
import { bilibili } from './index.ts'

const folder = join(import.meta.dirname, 'fixture')
const frames = readdirSync(join(folder, 'frame')).map(
  (file) => [file, readFileSync(join(folder, 'frame', file))] as const,
)
const messages = readdirSync(join(folder, 'message')).map(
  (file) => [file, readFileSync(join(folder, 'message', file), 'utf8')] as const,
)

/** Reads a frame and counts all results. */
function outcomes(frame: Uint8Array): number {
  const reading: Reading = bilibili.read(frame, fakeTools)
  return Object.values(reading).reduce(
    (sum: number, list: readonly unknown[]) => sum + list.length,
    0,
  )
}

// The only longer frame is a series of 50 plain packets, of which four cover all cases.
const maxCut = 6_144

describe('S3-16 a frame cut at any length never gives an exception or no result at all', () => {
  test.each(frames)('%s', (_file, frame) => {
    const lengths = Array.from({ length: Math.min(frame.length, maxCut) }, (_, length) => length)
    expect(lengths.filter((length) => outcomes(frame.subarray(0, length)) === 0)).toEqual([])
  })
})

test('the packets before the cut are read, the cut one is a fault', () => {
  const packed = readFileSync(join(folder, 'frame/capture-03-brotli-n22.bin')).subarray(headerBytes)
  const plain = brotliDecompressSync(packed)
  const { drafts, faults } = bilibili.read(plain.subarray(0, -1), fakeTools)
  expect(drafts).toHaveLength(21)
  expect(faults).toMatchObject([{ kind: 'bad-frame' }])
})

test('random bytes give no more than one result for each 16 of them', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      expect(outcomes(bytes)).toBeLessThanOrEqual(1 + bytes.length / headerBytes)
    }),
    { numRuns: 500 },
  )
})

test('random bytes behind a valid header, packed or not, are at most faults', () => {
  const bodies = fc.tuple(fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 0, max: 5 }))
  const pack = [(body: Uint8Array) => body, deflateSync, brotliCompressSync]
  fc.assert(
    fc.property(bodies, fc.constantFrom(...pack), ([bytes, version], packed) => {
      const frame = encodePacket({ version, operation: operations.message, body: packed(bytes) })
      expect(outcomes(frame)).toBeGreaterThan(0)
      expect(bilibili.read(frame, fakeTools).drafts).toEqual([])
    }),
    { numRuns: 300 },
  )
})

test('flipped bytes in a real frame are never an exception', () => {
  const sound = frames.filter(([file]) => file.startsWith('capture-'))
  const flips = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), { maxLength: 4 })
  fc.assert(
    fc.property(fc.constantFrom(...sound), flips, ([, frame], changes) => {
      const bytes = new Uint8Array(frame)
      for (const [at, mask] of changes) bytes[at % bytes.length]! ^= mask
      expect(outcomes(bytes)).toBeGreaterThan(0)
    }),
    { numRuns: 300 },
  )
})

describe('a real message with any one value replaced gives a result, never an exception', () => {
  const odd: readonly unknown[] = [
    null,
    '',
    'x',
    -1,
    1.5,
    1e300,
    true,
    [],
    [[]],
    {},
    { toString: 1, length: 9 },
  ]
  test.each(messages)('%s', (_file, text) => {
    for (const changed of variants(JSON.parse(text), odd)) {
      expect(outcomes(messageFrame(changed))).toBeGreaterThan(0)
    }
  })
})

/** Yields each value that differs from the given one in a single place. */
function* variants(value: unknown, odd: readonly unknown[]): Generator {
  yield* odd
  if (typeof value !== 'object' || value === null) return
  for (const [key, child] of Object.entries(value)) {
    for (const changed of variants(child, odd)) {
      yield Array.isArray(value) ? value.with(Number(key), changed) : { ...value, [key]: changed }
    }
  }
}
