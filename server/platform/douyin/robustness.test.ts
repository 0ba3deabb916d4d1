import { readdirSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fixture, frameFolder, tools } from './frame.fake.ts'
import { read } from './read.ts'

const names = readdirSync(frameFolder)
  .filter((file) => file.endsWith('.bin') && !file.includes('bomb'))
  .map((file) => file.replace(/\.bin$/, ''))

const count = (bytes: Uint8Array): number => {
  const { drafts, raws, effects, faults } = read(bytes, tools)
  return drafts.length + raws.length + effects.length + faults.length
}

describe('S0-46 S1-6 damaged frames', () => {
  test.each(names)('%s cut at every length never throws, and makes no event', (name) => {
    const bytes = fixture(name)
    for (let length = 0; length < bytes.length; length++) {
      const { drafts, effects, faults } = read(bytes.subarray(0, length), tools)
      expect(drafts).toEqual([])
      expect(faults.length + effects.length).toBeGreaterThan(0)
    }
  })

  test('10,000 frames of random bytes never throw, and each has a result', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(count(bytes)).toBeGreaterThan(0)
      }),
      { numRuns: 10_000 },
    )
  })

  test('a flipped bit anywhere in an unpacked frame never throws', () => {
    const bytes = fixture('synthetic-uncompressed')
    for (let at = 0; at < bytes.length; at++) {
      for (const bit of [0x01, 0x10, 0x80]) {
        const flipped = bytes.slice()
        flipped[at] = flipped[at]! ^ bit
        expect(count(flipped)).toBeGreaterThan(0)
      }
    }
  })
})
