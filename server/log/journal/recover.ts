import { type Tail, readRecords } from './record.ts'
import { extend, type Segment } from './segment.ts'
import type { State } from './state.ts'

/** The result of reading one segment. */
export interface Scan {
  /** The sound records. */
  readonly segment: Segment
  /** The end of the file behind them. */
  readonly tail: Tail
  /** The number of bytes behind the sound records. */
  readonly leftBytes: number
}

/** The joined segments of one epoch: their lines up to the first that is not sound. */
export interface Finding {
  readonly segments: readonly Segment[]
  readonly oldest: number
  readonly head: number
  /** The end: that of the last segment, a torn record there, or damage. */
  readonly tail: Tail
  readonly leftBytes: number
}

/** The facts that decide whether an epoch may continue. */
export interface Evidence {
  readonly finding: Finding
  readonly state: State | undefined
  /** True if the machine was restarted since the journal was opened. */
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

/** The state of the journal that was found. Only `continued` and `cut-tail` keep the epoch. */
export type Recovery =
  /** There was no journal. */
  | { readonly kind: 'new' }
  /** Every line that was shown is there. */
  | { readonly kind: 'continued' }
  /** The same; a tick that was torn while it was written, and so never shown, was removed. */
  | { readonly kind: 'cut-tail'; readonly cutBytes: number }
  /** Lines that were shown are missing, or may be; `reason` names the cause in words. */
  | { readonly kind: 'damaged'; readonly reason: string }

/** Scans one segment, given without its content, and the bytes of its file. */
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

/** Joins the segments of one epoch, given in the order of their positions. */
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
    // A torn record in a segment that has a successor shows up as lines missing before that.
    if (tail.kind === 'damaged' || segments.length === scans.length) {
      return { segments, oldest, head, tail, leftBytes }
    }
  }
  return { segments, oldest, head, tail: { kind: 'whole' }, leftBytes: 0 }
}

/**
 * Decides whether the epoch may continue. A process that is killed loses no line that it has shown:
 * the operating system has the written bytes. So a journal that was not closed continues, unless
 * the machine went down too, and a record that ends too early at the very end is a tick that was
 * never shown. A record that is complete and fails its checksum is damage, even the last one: it
 * was shown.
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

/** Returns the reason why the epoch may not continue; undefined if it may. */
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
