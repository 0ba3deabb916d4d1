import type { GapFrame, Position } from '../../proto/feed/index.ts'
import type { Entry, RoomView } from '../hub/room-view.ts'
import { entryOf, pageAfter } from './catch-up.ts'
import { entriesAfter } from './chunk.ts'
import type { FeedQuery, Filter } from './query.ts'
import { gapAfter, passes, resumePointOf } from './resume-point.ts'

/** Some events after a position, for a client that polls. */
export interface Page {
  /** The events in the order of their positions. */
  readonly lines: readonly string[]
  /** The events before them that are lost. */
  readonly gap?: GapFrame
  /** The position that the next page begins after. */
  readonly next: Position
}

/**
 * Returns up to `limit` events that match, from the ring or from the log. A page may hold fewer, or
 * none, although more follow: there are no more only if `next` is the room's head.
 */
export async function pageOf(
  room: RoomView,
  { from, filter }: FeedQuery,
  limit: number,
): Promise<Page> {
  const beginning = resumePointOf(room, { from, filter })
  if (beginning.kind === 'ring') return ringPage(room, beginning.cursor, { filter, limit })
  const { epoch, seq } = beginning.position
  const entries = (await pageAfter(room, { epoch, seq })).map(entryOf)
  if (entries.length > 0) return taken(entries, { filter, limit }, { epoch, seq })
  if (epoch !== room.epoch) {
    const gap = { frame: 'gap', from: 1, to: 0, reason: 'epoch', epoch: room.epoch } as const
    return { lines: [], gap, next: { epoch: room.epoch, seq: 0 } }
  }
  const gap = gapAfter(room, { epoch, seq })
  return { gap, ...ringPage(room, gap.to, { filter, limit }) }
}

interface Wanted {
  readonly filter: Filter
  readonly limit: number
}

function ringPage(room: RoomView, cursor: number, wanted: Wanted): Page {
  return taken(entriesAfter(room, cursor), wanted, { epoch: room.epoch, seq: cursor })
}

function taken(entries: Iterable<Entry>, { filter, limit }: Wanted, after: Position): Page {
  const lines: string[] = []
  let { seq } = after
  for (const entry of entries) {
    if (lines.length === limit) break
    seq = entry.seq
    if (passes(filter, entry)) lines.push(entry.line)
  }
  return { lines, next: { epoch: after.epoch, seq } }
}
