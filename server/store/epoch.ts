import { textOf, wholeOf } from './column.ts'
import type { Statements } from './db.ts'

/** How far one life of a room's log is stored. */
export interface StoredEpoch {
  readonly epoch: string
  /** Rises from one life to the next. */
  readonly number: number
  /** The last stored position. */
  readonly seq: number
}

// More than any reader comes back to; what is older can still be read by its name.
const maxEpochs = 100

/** The stored epochs of a room, the newest first. */
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
