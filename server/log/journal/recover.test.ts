import { expect, test } from 'vitest'
import { encodeRecord } from './record.ts'
import { assemble, type Evidence, judge, scanSegment } from './recover.ts'
import { emptySegment } from './segment.ts'

const empty = (firstSeq: number): ReturnType<typeof emptySegment> =>
  emptySegment('folder', { epoch: 'e1', number: 1, firstSeq })

/** Scans a segment of one-line ticks, `from` to `to`, whose file is cut short by `cut` bytes. */
function scan(from: number, to: number, cut = 0): ReturnType<typeof scanSegment> {
  const ticks = Array.from({ length: to - from + 1 }, (_, i) => encodeRecord(from + i, ['line']))
  const bytes = Buffer.concat(ticks)
  return scanSegment(empty(from), bytes.subarray(0, bytes.length - cut))
}

const open = { epoch: 'e1', boot: 'b1' }

function evidence(facts: Partial<Evidence>): Evidence {
  return { finding: assemble([scan(11, 20)]), state: open, rebooted: false, number: 1, ...facts }
}

const reasonOf = (facts: Partial<Evidence>): unknown => judge(evidence(facts))

test('segments are joined up to the first that is not sound', () => {
  const whole = assemble([scan(1, 10), scan(11, 20), scan(21, 20)])
  expect(whole).toMatchObject({ oldest: 1, head: 20, tail: { kind: 'whole' } })
  const torn = assemble([scan(1, 10), scan(11, 20, 3)])
  expect(torn).toMatchObject({ oldest: 1, head: 19, tail: { kind: 'torn' }, leftBytes: 25 })
  const hole = assemble([scan(1, 10), scan(12, 20)])
  expect(hole).toMatchObject({ head: 10, tail: { reason: 'lines 11 to 11 are missing' } })
  const tornWithin = assemble([scan(1, 10, 3), scan(11, 20)])
  expect(tornWithin).toMatchObject({ head: 9, tail: { reason: 'lines 10 to 10 are missing' } })
})

test('a sound record at a wrong position is damage', () => {
  const bytes = Buffer.concat([encodeRecord(1, ['a', 'b']), encodeRecord(2, ['c'])])
  const { segment, tail } = scanSegment(empty(1), bytes)
  expect(segment.head).toBe(2)
  expect(tail).toEqual({ kind: 'damaged', reason: 'line 2 stands where 3 should' })
})

test('an empty folder is a new journal', () => {
  expect(reasonOf({ finding: assemble([]), state: undefined })).toEqual({ kind: 'new' })
})

test('a journal that was closed or killed continues', () => {
  expect(reasonOf({})).toEqual({ kind: 'continued' })
  expect(reasonOf({ state: { ...open, closedAt: 20 } })).toEqual({ kind: 'continued' })
  expect(reasonOf({ finding: assemble([scan(1, 9, 3)]) })).toEqual({
    kind: 'cut-tail',
    cutBytes: 25,
  })
})

test('a restart of the machine is harmless to a closed journal only', () => {
  const closed = { ...open, closedAt: 20 }
  expect(reasonOf({ state: closed, rebooted: true })).toEqual({ kind: 'continued' })
  expect(reasonOf({ rebooted: true })).toEqual({
    kind: 'damaged',
    reason: 'the machine went down while it was open: lines after 20 may be lost',
  })
})

test('a closed journal that does not end where it was closed is damaged', () => {
  const state = { ...open, closedAt: 20 }
  const reason = 'it was closed at line 20, but ends at 19'
  expect(reasonOf({ state, finding: assemble([scan(11, 19)]) })).toEqual({
    kind: 'damaged',
    reason,
  })
  expect(reasonOf({ state, finding: assemble([scan(11, 20, 3)]) })).toMatchObject({ reason })
})

test('a closed journal with a torn record at its end is damaged', () => {
  const state = { ...open, closedAt: 19 }
  expect(reasonOf({ state, finding: assemble([scan(11, 20, 3)]) })).toMatchObject({
    kind: 'damaged',
  })
})

test('a journal without state, or state without a journal, is damaged', () => {
  expect(reasonOf({ state: undefined })).toMatchObject({ kind: 'damaged' })
  expect(reasonOf({ finding: assemble([]) })).toMatchObject({ reason: 'its segments are missing' })
})

test.each([
  ['just before its oldest line', { epoch: 'e1', seq: 10 }],
  ['within it', { epoch: 'e1', seq: 15 }],
  ['at its head', { epoch: 'e1', seq: 20 }],
])('a journal continues if the database ends %s', (_, stored) => {
  expect(reasonOf({ stored: [{ ...stored, number: 1 }] })).toEqual({ kind: 'continued' })
})

test.each([
  [{ epoch: 'e1', seq: 9 }, 'lines 10 to 10 are neither in it nor in the database'],
  [{ epoch: 'e0', seq: 15 }, 'lines 1 to 10 are neither in it nor in the database'],
  [{ epoch: 'e1', seq: 21 }, 'the database holds lines up to 21, it only 20'],
])('a hole between the database and the journal ends the epoch: %j', (stored, reason) => {
  expect(reasonOf({ stored: [{ ...stored, number: 1 }], number: 0 })).toEqual({
    kind: 'damaged',
    reason,
  })
})

test('B2 an older epoch in the database is no hole, whatever its date', () => {
  const stored = [
    { epoch: 'e1', number: 2, seq: 15 },
    { epoch: 'e0', number: 1, seq: 900 },
  ]
  expect(reasonOf({ stored, number: 2 })).toEqual({ kind: 'continued' })
})

test.each([2, 3])(
  'B2 an epoch of the database with the same or a higher number ends that of the journal (%i)',
  (number) => {
    const stored = [
      { epoch: 'of another relay', number, seq: 900 },
      { epoch: 'e1', number: 2, seq: 20 },
    ]
    expect(reasonOf({ stored, number: 2 })).toEqual({
      kind: 'damaged',
      reason: 'the database holds a newer epoch of the room',
    })
  },
)

test('a journal from line 1 on needs no line of its epoch in the database', () => {
  const stored = [{ epoch: 'e0', number: 0, seq: 900 }]
  expect(reasonOf({ finding: assemble([scan(1, 9)]), stored })).toEqual({ kind: 'continued' })
})
