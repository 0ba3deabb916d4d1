import { join } from 'node:path'

/** A file of a journal, and the part of it that is known to be sound. */
export interface Segment {
  readonly path: string
  /** The position of its first line, whether that is written yet or not. */
  readonly firstSeq: number
  /** The position of its last line; `firstSeq - 1` if it has none. */
  readonly head: number
  /** The length of its sound records. */
  readonly bytes: number
  /** The records at which reading may start, about one every {@link markBytes}, in order. */
  readonly marks: readonly Mark[]
}

interface Mark {
  readonly firstSeq: number
  readonly offset: number
}

/** The content of a segment's file name. */
export interface SegmentName {
  readonly epoch: string
  /** Increases from one epoch of the room to the next; 0 in an earlier version, which had no numbers. */
  readonly number: number
  readonly firstSeq: number
}

// The maximal number of bytes that are read in vain to reach a position within a segment.
const markBytes = 64 * 1024

// Sixteen digits hold every safe integer, and make the order of names that of positions.
const seqDigits = 16
const namePattern = /^(?:(\d{1,15})\.)?([A-Za-z0-9_-]{1,64})-(\d{16})\.log$/

/** Returns a segment without lines, whose first will be `firstSeq`. */
export function emptySegment(folder: string, name: SegmentName): Segment {
  const { firstSeq } = name
  const path = join(folder, fileNameOf(name))
  return { path, firstSeq, head: firstSeq - 1, bytes: 0, marks: [] }
}

function fileNameOf({ epoch, number, firstSeq }: SegmentName): string {
  const prefix = number === 0 ? '' : `${number}.`
  return `${prefix}${epoch}-${String(firstSeq).padStart(seqDigits, '0')}.log`
}

/** Parses a file name of {@link emptySegment}; undefined for other names. */
export function parseSegmentName(fileName: string): SegmentName | undefined {
  const [, number = '0', epoch, digits] = namePattern.exec(fileName) ?? []
  if (epoch === undefined || digits === undefined) return undefined
  return { epoch, number: Number(number), firstSeq: Number(digits) }
}

/** Returns the segment with one more record, of `count` lines and `bytes` bytes. */
export function extend(segment: Segment, count: number, bytes: number): Segment {
  const { head, bytes: offset, marks } = segment
  const marked = marks.at(-1)?.offset ?? -markBytes
  const mark = { firstSeq: head + 1, offset }
  return {
    ...segment,
    head: head + count,
    bytes: offset + bytes,
    marks: offset - marked >= markBytes ? [...marks, mark] : marks,
  }
}

/** Returns the start of a record that is at, or not far before, the one with this position. */
export function offsetBefore({ marks }: Segment, seq: number): number {
  return marks.findLast(({ firstSeq }) => firstSeq <= seq)?.offset ?? 0
}
