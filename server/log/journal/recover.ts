import { type Tail, readRecords } from './record.ts'
import { extend, type Segment } from './segment.ts'
import type { State } from './state.ts'

/** What one segment was found to hold. */
export interface Scan {
  /** Its sound records. */
  readonly segment: Segment
  /** How the file ends behind them. */
  readonly tail: Tail
  /** Bytes behind the sound records. */
  readonly leftBytes: number
}

/** What the segments of one epoch hold together: their lines up to the first that is not sound. */
export interface Finding {
  readonly segments: readonly Segment[]
  readonly oldest: number
  readonly head: number
  /** What ended it: the end of the last segment, a cut-off record there, or damage. */
  readonly tail: Tail
  readonly leftBytes: number
}

/** All that bears on whether an epoch may go on. */
export interface Evidence {
  readonly finding: Finding
  readonly state: State | undefined
  /** The machine was restarted since the journal was opened. */
  readonly rebooted: boolean
  /** The stored epochs of the room; absent if the database could not be queried. */
  readonly stored?: readonly StoredEpoch[] | undefined
  /** The number of the journal's epoch; 0 if it has none. */
  readonly number: number
}

/** The stored part of one epoch of the room. */
export interface StoredEpoch {
  readonly epoch: string
  /** Increases from one epoch to the next. */
  readonly number: number
  /** Position of the last line that is stored. */
  readonly seq: number
}

/** What became of the journal that was found. Only `continued` and `cut-tail` keep the epoch. */
export type Recovery =
  /** There was none. */
  | { readonly kind: 'new' }
  /** Every line that was shown is there. */
  | { readonly kind: 'continued' }
  /** The same; a turn that was cut off while it was written, and so never shown, was removed. */
  | { readonly kind: 'cut-tail'; readonly cutBytes: number }
  /** Lines that were shown are missing, or may be; `reason` says in words what happened. */
  | { readonly kind: 'damaged'; readonly reason: string }

/** Reads one segment, given without its content, and the bytes of its file. */
export function scanSegment(empty: Segment, bytes: Buffer): Scan {
  const { records, tail } = readRecords(bytes)
  let segment = empty
  for (const { firstSeq, count, bytes: length } of records) {
    if (firstSeq !== segment.head + 1) {
      const reason = `line ${firstSeq} stands where ${segment.head + 1} should`
      return { segment, tail: { kind: 'damaged', reason }, leftBytes: bytes.length - segment.bytes }
    }
    segment = extend(segment, count, length)
  }
  return { segment, tail, leftBytes: bytes.length - segment.bytes }
}

/** Puts the segments of one epoch together, given in the order of their positions. */
export function assemble(scans: readonly Scan[]): Finding {
  const segments: Segment[] = []
  const oldest = scans[0]?.segment.firstSeq ?? 1
  let head = oldest - 1
  for (const { segment, tail, leftBytes } of scans) {
    if (segment.firstSeq !== head + 1) {
      const reason = `lines ${head + 1} to ${segment.firstSeq - 1} are missing`
      return { segments, oldest, head, tail: { kind: 'damaged', reason }, leftBytes: 0 }
    }
    segments.push(segment)
    head = segment.head
    // A cut-off record in a segment that has a successor shows up as lines missing before that.
    if (tail.kind === 'damaged' || segments.length === scans.length) {
      return { segments, oldest, head, tail, leftBytes }
    }
  }
  return { segments, oldest, head, tail: { kind: 'whole' }, leftBytes: 0 }
}

/**
 * Decides whether the epoch may go on. A process that is killed loses nothing it has shown: what
 * it wrote is with the operating system. So a journal that was not closed goes on, unless the
 * machine went down too, and a record that ends too early at the very end is a turn nobody saw. A
 * record that is complete and fails its checksum is damage, even the last one: somebody saw it.
 */
export function judge(evidence: Evidence): Recovery {
  const { finding, state } = evidence
  if (finding.segments.length === 0 && finding.tail.kind === 'whole' && state === undefined) {
    return { kind: 'new' }
  }
  const reason = brokenOff(evidence)
  if (reason !== undefined) return { kind: 'damaged', reason }
  return finding.tail.kind === 'torn'
    ? { kind: 'cut-tail', cutBytes: finding.leftBytes }
    : { kind: 'continued' }
}

/** Why the epoch may not go on; undefined if it may. */
function brokenOff(evidence: Evidence): string | undefined {
  const { finding, state, rebooted } = evidence
  const { segments, head, tail } = finding
  if (tail.kind === 'damaged') return tail.reason
  if (state === undefined) return 'it was given up when the disk failed, or its state is lost'
  if (segments.length === 0) return 'its segments are missing'
  if (state.closedAt !== undefined && (state.closedAt !== head || tail.kind === 'torn')) {
    return `it was closed at line ${state.closedAt}, but ends at ${head}`
  }
  if (state.closedAt === undefined && rebooted) {
    return `the machine went down while it was open: lines after ${head} may be lost`
  }
  return doesNotContinue(evidence, state.epoch)
}

/** Returns why the journal does not continue what is stored; undefined if it does, or if unknown. */
function doesNotContinue(
  { finding: { oldest, head }, stored, number }: Evidence,
  epoch: string,
): string | undefined {
  if (!stored) return undefined
  const newer = number > 0 && stored.some((one) => one.epoch !== epoch && one.number >= number)
  if (newer) return 'the database holds a newer epoch of the room'
  const storedSeq = stored.find((one) => one.epoch === epoch)?.seq ?? 0
  if (storedSeq > head) return `the database holds lines up to ${storedSeq}, it only ${head}`
  if (storedSeq < oldest - 1) {
    return `lines ${storedSeq + 1} to ${oldest - 1} are neither in it nor in the database`
  }
  return undefined
}
