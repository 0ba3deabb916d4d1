import type { Followed, Slice } from './backlog.ts'
import { type EventRow, eventRow } from './event-row.ts'

/** The rows of a slice. */
export interface SliceRead {
  readonly followed: Followed
  /** The position of the last line read. */
  readonly last: number
  /** The number of lines read; a line that is no event has no row. */
  readonly lines: number
  readonly rows: readonly EventRow[]
}

/**
 * Reads the next lines of a log, as rows.
 *
 * @throws Error if the log returns nothing: it has just dropped the lines, which the next call sees.
 */
export async function readSlice({ followed, from, count }: Slice): Promise<SliceRead> {
  const { room, log } = followed
  const lines = await log.read(from, count)
  if (lines.length === 0) throw new Error(`the log of ${room} does not give its line ${from}`)
  const rows = lines.flatMap((line, index) => {
    const { epoch, epochNumber } = log
    const row = eventRow({ room, epoch, epochNumber, seq: from + index }, line)
    return row ? [row] : []
  })
  return { followed, last: from + lines.length - 1, lines: lines.length, rows }
}
