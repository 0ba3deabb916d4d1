import { type GapFrame, type Position, testSourceOf } from '../../proto/feed/index.ts'
import type { Entry, RoomView } from '../hub/room-view.ts'
import type { FeedQuery, Filter } from './query.ts'

/** Where a stream begins. */
export type ResumePoint =
  /** In the ring, after `cursor`; `resumed` if nothing is missing since what was asked for. */
  | { readonly kind: 'ring'; readonly cursor: number; readonly resumed: boolean }
  /** Before the ring, or in an earlier epoch: only the history can tell. */
  | { readonly kind: 'history'; readonly position: Position }

/** Decides where a stream begins. */
export function resumePointOf(room: RoomView, { from, filter }: FeedQuery): ResumePoint {
  if (from.kind === 'last') {
    return { kind: 'ring', cursor: beforeLast(room, from.count, filter), resumed: false }
  }
  const { epoch, seq } = from.position
  if (epoch !== room.epoch) return { kind: 'history', position: from.position }
  if (seq > room.head) {
    // A position from the future is made up, where it was not given elsewhere: going on from now
    // loses nothing of ours.
    const given = seq - room.head <= room.lead
    return { kind: 'ring', cursor: given ? seq : room.head, resumed: given }
  }
  if (seq >= room.oldest - 1) return { kind: 'ring', cursor: seq, resumed: true }
  return { kind: 'history', position: from.position }
}

/** What must be admitted where the history cannot go on from a position. */
export function gapAfter(room: RoomView, { epoch, seq }: Position): GapFrame {
  const to = room.oldest - 1
  return epoch === room.epoch
    ? { frame: 'gap', from: seq + 1, to, reason: 'expired' }
    : { frame: 'gap', from: 1, to, reason: 'epoch', epoch: room.epoch }
}

/** True if the filter lets an entry through. */
export function passes(filter: Filter, { type, source }: Entry): boolean {
  return (
    (filter.types === undefined || filter.types.has(type)) &&
    (filter.source === undefined || isOf(filter.source, source))
  )
}

/** Who reads one source of a room sees what is published to try that one out. */
function isOf(wanted: string, source: string): boolean {
  return source === wanted || source === testSourceOf(wanted)
}

function beforeLast(room: RoomView, count: number, filter: Filter): number {
  let cursor = room.head
  let found = 0
  for (; cursor >= room.oldest && found < count; cursor--) {
    const entry = room.entry(cursor)
    if (entry && passes(filter, entry)) found += 1
  }
  return cursor
}
