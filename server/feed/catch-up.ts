import type { FeedEvent, FeedFrame, Position } from '../../proto/feed/index.ts'
import type { Entry, RoomView } from '../hub/room-view.ts'
import { chunksOf } from './chunk.ts'

/** What a reader gets of the past that the ring has forgotten. */
export interface CatchUp {
  readonly room: RoomView
  /** Gives some entries of an epoch. @returns false once nobody reads any more. */
  readonly give: (chunk: readonly Entry[], epoch: string) => Promise<boolean>
  readonly admit: (frame: FeedFrame) => void
}

// Few enough to send without waiting long, many enough to be worth a read of the disk.
const pageLines = 500

/** The lines right after a position, where the room's history still has them. */
export function pageAfter(room: RoomView, position: Position): Promise<readonly string[]> {
  return room.history.after(position, pageLines)
}

/**
 * Gives what follows a position until the room's ring has the rest, and admits what is gone.
 *
 * @param page - the first lines, as {@link pageAfter} gave them.
 * @returns the position in the room's present epoch from which the ring goes on; undefined once
 * nobody reads any more.
 */
export async function catchUp(
  { room, give, admit }: CatchUp,
  from: Position,
  page: readonly string[],
): Promise<number | undefined> {
  let { epoch, seq } = from
  let lines = page
  for (;;) {
    for (const chunk of chunksOf(lines.map(entryOf))) {
      if (!(await give(chunk, epoch))) return undefined
      seq = chunk.at(-1)?.seq ?? seq
    }
    const current = epoch === room.epoch
    if (current && seq >= room.oldest - 1) return seq
    lines = await pageAfter(room, { epoch, seq })
    if (lines.length > 0) continue
    if (current) return skipTo(room, seq, admit)
    // The old life is over: this one goes on at its beginning, as far back as it can be given.
    admit({ frame: 'gap', from: 1, to: 0, reason: 'epoch', epoch: room.epoch })
    epoch = room.epoch
    seq = 0
  }
}

/** What the log dropped between two reads, or never had, is gone. */
function skipTo(room: RoomView, seq: number, admit: CatchUp['admit']): number {
  const to = room.oldest - 1
  if (to > seq) admit({ frame: 'gap', from: seq + 1, to, reason: 'expired' })
  return Math.max(seq, to)
}

/** A line of the log as the ring would hold it. */
export function entryOf(line: string): Entry {
  // Our own line: the hub wrote it.
  const { seq, type, source, via = source } = JSON.parse(line) as FeedEvent
  return { seq, type, source: via, line }
}
