import * as zlib from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { inflateNode } from './inflate-node.ts'
import { inflateWeb } from './inflate-web.ts'
import { type Inflate, maxInflatedBytes } from './inflate.ts'

const { brotliCompressSync } = zlib
const pack = { gzip: zlib.gzipSync, deflate: zlib.deflateSync } as const
const implementations: readonly (readonly [string, Inflate])[] = [
  ['node:zlib', inflateNode],
  ['fflate', inflateWeb],
]

describe.each(implementations)('inflating with %s', (_name, inflate) => {
  describe.each(['gzip', 'deflate'] as const)('%s', (encoding) => {
    test('returns the original bytes', () => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 5000 }), (bytes) => {
          const result = inflate(encoding, pack[encoding](bytes))
          expect(result.ok && [...result.bytes]).toEqual([...bytes])
        }),
        { numRuns: 50 },
      )
    })

    test('accepts exactly the cap, and not one byte more', () => {
      const fits = inflate(encoding, pack[encoding](new Uint8Array(maxInflatedBytes)))
      expect(fits.ok && fits.bytes.length).toBe(maxInflatedBytes)
      const bomb = inflate(encoding, pack[encoding](new Uint8Array(maxInflatedBytes + 1)))
      expect(bomb).toMatchObject({ ok: false, fault: 'too-big' })
    })

    test('reports every truncation as corrupt', () => {
      const packed = pack[encoding]('the quick brown fox '.repeat(20))
      for (let length = 0; length < packed.length; length++) {
        expect(inflate(encoding, packed.subarray(0, length))).toMatchObject({ fault: 'corrupt' })
      }
    })

    test('reports a changed checksum as corrupt', () => {
      const packed = pack[encoding]('checked')
      const at = encoding === 'gzip' ? packed.length - 8 : packed.length - 4
      packed[at] = (packed[at] ?? 0) ^ 1
      expect(inflate(encoding, packed)).toMatchObject({ ok: false, fault: 'corrupt' })
    })

    test('never throws for random bytes', () => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
          expect(typeof inflate(encoding, bytes).ok).toBe('boolean')
        }),
      )
    })
  })
})

test('node:zlib reads brotli up to the cap', () => {
  const fits = inflateNode('brotli', brotliCompressSync('hello'))
  expect(fits.ok && Buffer.from(fits.bytes).toString()).toBe('hello')
  const bomb = inflateNode('brotli', brotliCompressSync(new Uint8Array(maxInflatedBytes + 1)))
  expect(bomb).toMatchObject({ ok: false, fault: 'too-big' })
})

test('without support for brotli the fault is `unsupported`', () => {
  expect(inflateWeb('brotli', brotliCompressSync('hello'))).toMatchObject({ fault: 'unsupported' })
})

// 'hello' in one raw block by RFC 8878: magic, descriptor, content size, block header, bytes.
const zstdHello = Uint8Array.of(
  0x28,
  0xb5,
  0x2f,
  0xfd,
  0x20,
  5,
  0x29,
  0,
  0,
  104,
  101,
  108,
  108,
  111,
)

test('node:zlib reads zstd if it can, else the fault is `unsupported`', () => {
  const read = inflateNode('zstd', zstdHello)
  const expected =
    'zstdDecompressSync' in zlib
      ? { ok: true, bytes: Buffer.from('hello') }
      : { ok: false, fault: 'unsupported' }
  expect(read).toMatchObject(expected)
  expect(inflateWeb('zstd', zstdHello)).toMatchObject({ fault: 'unsupported' })
})
