import { basename } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { emptySegment, extend, offsetBefore, parseSegmentName } from './segment.ts'

const epoch = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/)

test('a file name gives back its epoch and position', () => {
  fc.assert(
    fc.property(epoch, fc.nat(), fc.maxSafeNat(), (name, number, firstSeq) => {
      const { path } = emptySegment('folder', { epoch: name, number, firstSeq })
      expect(parseSegmentName(basename(path))).toEqual({ epoch: name, number, firstSeq })
    }),
  )
})

test('a segment of a version without epoch numbers has the number 0', () => {
  const name = { epoch: '7-e1', number: 0, firstSeq: 42 }
  expect(parseSegmentName('7-e1-0000000000000042.log')).toEqual(name)
})

test('other files are not taken for segments', () => {
  for (const name of ['state.json', 'lock', 'e-1.log', 'e-0000000000000001.log.bak', '']) {
    expect(parseSegmentName(name)).toBeUndefined()
  }
})

test('reading for a position starts at a record not after it, and less than two marks before', () => {
  const record = fc.record({ count: fc.integer({ min: 1, max: 50 }), bytes: fc.nat(40_000) })
  fc.assert(
    fc.property(fc.array(record, { minLength: 1, maxLength: 60 }), (records) => {
      let segment = emptySegment('folder', { epoch: 'e', number: 1, firstSeq: 100 })
      const starts = new Map<number, number>()
      for (const { count, bytes } of records) {
        starts.set(segment.bytes, segment.head + 1)
        segment = extend(segment, count, bytes + 24)
      }
      for (const [offset, seq] of starts) {
        const before = offsetBefore(segment, seq)
        expect(starts.get(before)).toBeLessThanOrEqual(seq)
        expect(offset - before).toBeLessThan(2 * 64 * 1024)
      }
    }),
  )
})
