import { type GapFrame, type Position, testSourceOf } from '../../proto/feed/index.ts'
import type { Entry, RoomView } from '../hub/room-view.ts'
import type { FeedQuery, Filter } from './query.ts'

/** The point at which a stream starts. */
export type ResumePoint =
  /** In the ring, after `cursor`; `resumed` if nothing is missing since the requested position. */
  | { readonly kind: 'ring'; readonly cursor: number; readonly resumed: boolean }
  /** Before the ring, or in an earlier epoch: only the history has it. */
  | { readonly kind: 'history'; readonly position: Position }

/** Returns the point at which a stream starts. */
export function resumePointOf(room: RoomView, { from, filter }: FeedQuery): ResumePoint {
  if (from.kind === 'last') {
    return { kind: 'ring', cursor: beforeLast(room, from.count, filter), resumed: false }
  }
  const { epoch, seq } = from.position
  if (epoch !== room.epoch) return { kind: 'history', position: from.position }
  if (seq > room.head) {
    // A position ahead of the room was issued by another relay, or is made up: then the stream
    // starts now, and no event of ours is lost.
    const plausible = seq - room.head <= room.maxAhead
    return { kind: 'ring', cursor: plausible ? seq : room.head, resumed: plausible }
  }
  if (seq >= room.oldest - 1) return { kind: 'ring', cursor: seq, resumed: true }
  return { kind: 'history', position: from.position }
}

/** Returns the gap to report if the history cannot continue from a position. */
export function gapAfter(room: RoomView, { epoch, seq }: Position): GapFrame {
  const to = room.oldest - 1
  return epoch === room.epoch
    ? { frame: 'gap', from: seq + 1, to, reason: 'expired' }
    : { frame: 'gap', from: 1, to, reason: 'epoch', epoch: room.epoch }
}

/** Returns true if the filter matches an entry. */
export function passes(filter: Filter, { type, source }: Entry): boolean {
  return (
    (filter.types === undefined || filter.types.has(type)) &&
    (filter.source === undefined || isOf(filter.source, source))
  )
}

/** Returns true if a source is the wanted one, or publishes test events for it. */
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
