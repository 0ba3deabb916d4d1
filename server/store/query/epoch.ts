import { textOf, wholeOf } from './column.ts'
import type { Statements } from '../engine/db.ts'

/** The stored part of one epoch of a room. */
export interface StoredEpoch {
  readonly epoch: string
  /** Increases from one epoch of the room to the next. */
  readonly number: number
  /** The last stored position. */
  readonly seq: number
}

// More epochs than readers resume from; older ones can still be read by their names.
const maxEpochs = 100

/** Returns the stored epochs of a room, the newest first. */
export async function storedEpochs(db: Statements, room: string): Promise<readonly StoredEpoch[]> {
  const rows = await db.query(
    `select epoch, number, last_seq from epochs
     where room = $1
     order by number desc, started_at desc, epoch desc
     limit $2`,
    [room, maxEpochs],
    'resume',
  )
  return rows.map((row) => ({
    epoch: textOf(row, 'epoch'),
    number: wholeOf(row, 'number'),
    seq: wholeOf(row, 'last_seq'),
  }))
}
