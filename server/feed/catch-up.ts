import type { FeedEvent, FeedFrame, Position } from '../../proto/feed/index.ts'
import type { Entry, RoomView } from '../hub/room-view.ts'
import { chunksOf } from './chunk.ts'

/** The reader of a catch-up: it receives the past that the ring no longer holds. */
export interface CatchUp {
  readonly room: RoomView
  /** Sends some entries of an epoch. @returns false if the reader has left. */
  readonly send: (chunk: readonly Entry[], epoch: string) => Promise<boolean>
  readonly report: (frame: FeedFrame) => void
}

// Few enough to send without waiting long, many enough to be worth a read of the disk.
const pageLines = 500

/** Returns the lines right after a position, if the room's history still has them. */
export function pageAfter(room: RoomView, position: Position): Promise<readonly string[]> {
  return room.history.after(position, pageLines)
}

/**
 * Sends the entries after a position until the room's ring has the rest, and reports what is lost.
 *
 * @param page - the first lines, as {@link pageAfter} returned them.
 * @returns the position in the room's present epoch from which the ring continues; undefined if the
 * reader has left.
 */
export async function catchUp(
  { room, send, report }: CatchUp,
  from: Position,
  page: readonly string[],
): Promise<number | undefined> {
  let { epoch, seq } = from
  let lines = page
  for (;;) {
    for (const chunk of chunksOf(lines.map(entryOf))) {
      if (!(await send(chunk, epoch))) return undefined
      seq = chunk.at(-1)?.seq ?? seq
    }
    const current = epoch === room.epoch
    if (current && seq >= room.oldest - 1) return seq
    lines = await pageAfter(room, { epoch, seq })
    if (lines.length > 0) continue
    if (current) return skipTo(room, seq, report)
    // The old epoch is over: the new one starts at its first event, as far back as it is available.
    report({ frame: 'gap', from: 1, to: 0, reason: 'epoch', epoch: room.epoch })
    epoch = room.epoch
    seq = 0
  }
}

/** Reports as lost the lines that the log dropped between two reads, or never had. */
function skipTo(room: RoomView, seq: number, report: CatchUp['report']): number {
  const to = room.oldest - 1
  if (to > seq) report({ frame: 'gap', from: seq + 1, to, reason: 'expired' })
  return Math.max(seq, to)
}

/** Returns a line of the log as an entry of the ring. */
export function entryOf(line: string): Entry {
  // The hub wrote this line, so it needs no check.
  const { seq, type, source, via = source } = JSON.parse(line) as FeedEvent
  return { seq, type, source: via, line }
}
