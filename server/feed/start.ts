import type { GapFrame } from '../../proto/feed/index.ts'
import type { Entry, Room } from '../hub/room.ts'
import type { FeedQuery, Filter } from './query.ts'

/** Where a stream begins. */
export interface Beginning {
  /** The stream continues after this position. */
  readonly cursor: number
  /** True if nothing is missing since the position that was asked for. */
  readonly resumed: boolean
  readonly gap?: GapFrame
}

/** Decides where a stream begins, and what must be admitted to be missing. */
export function startOf(room: Room, { from, filter }: FeedQuery): Beginning {
  if (from.kind === 'last') return { cursor: beforeLast(room, from.count, filter), resumed: false }
  const { epoch, seq } = from.position
  const earliest = room.oldest - 1
  if (epoch !== room.epoch) {
    // The old epoch is gone; of this one all is new to the reader, as far back as we can give it.
    const gap: GapFrame = { frame: 'gap', from: 1, to: earliest, reason: 'epoch' }
    return { cursor: earliest, resumed: false, gap }
  }
  // A position from the future can only be made up: going on from now loses nothing of ours.
  if (seq > room.head) return { cursor: room.head, resumed: false }
  if (seq >= earliest) return { cursor: seq, resumed: true }
  const gap: GapFrame = { frame: 'gap', from: seq + 1, to: earliest, reason: 'expired' }
  return { cursor: earliest, resumed: false, gap }
}

function beforeLast(room: Room, count: number, filter: Filter): number {
  let cursor = room.head
  let found = 0
  for (; cursor >= room.oldest && found < count; cursor--) {
    const entry = room.entry(cursor)
    if (entry && passes(filter, entry)) found += 1
  }
  return cursor
}

/** True if the filter lets an entry through. */
export function passes(filter: Filter, { type, source }: Entry): boolean {
  return (
    (filter.types === undefined || filter.types.has(type)) &&
    (filter.source === undefined || filter.source === source)
  )
}
