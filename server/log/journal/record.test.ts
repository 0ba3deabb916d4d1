import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodeRecord, linesOf, readRecords } from './record.ts'

const line = fc.string({ unit: 'binary' }).map((text) => JSON.stringify(text))
const lines = fc.array(line, { minLength: 1, maxLength: 8 })

test('records give back their positions and lines', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), fc.array(lines, { maxLength: 5 }), (firstSeq, ticks) => {
      const bytes = Buffer.concat(ticks.map((tick) => encodeRecord(firstSeq, tick)))
      const { records, end, tail } = readRecords(bytes)
      expect(records.map(linesOf)).toEqual(ticks)
      expect(records.map(({ count }) => count)).toEqual(ticks.map(({ length }) => length))
      expect(records.every((record) => record.firstSeq === firstSeq)).toBe(true)
      expect({ end, tail }).toEqual({ end: bytes.length, tail: { kind: 'whole' } })
    }),
  )
})

test('a record that is cut at any byte is torn, and those before it are read', () => {
  const first = encodeRecord(1, ['a', 'b'])
  const second = encodeRecord(3, ['{"text":"弹幕"}', ''])
  const both = Buffer.concat([first, second])
  for (let cut = 1; cut < second.length; cut++) {
    const { records, end, tail } = readRecords(both.subarray(0, first.length + cut))
    expect(records.map(linesOf)).toEqual([['a', 'b']])
    expect(end).toBe(first.length)
    expect(tail).toEqual({ kind: 'torn', needs: cut < 24 ? 24 : second.length })
  }
})

test('a flipped bit anywhere is damage, never a cut and never another record', () => {
  const sound = encodeRecord(7, ['{"text":"hello"}', '{"text":"弹幕"}'])
  for (let bit = 0; bit < sound.length * 8; bit++) {
    const bytes = Buffer.from(sound)
    bytes.writeUInt8(bytes.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
    expect(readRecords(bytes)).toMatchObject({ records: [], end: 0, tail: { kind: 'damaged' } })
  }
})

test('zeros, as a loss of power leaves them, are damage', () => {
  expect(readRecords(Buffer.alloc(100)).tail.kind).toBe('damaged')
})

test('a line with a line feed is refused', () => {
  expect(() => encodeRecord(1, ['a', 'b\nc'])).toThrow('a line holds a line feed')
})
