import type { Position } from '../../proto/feed/index.ts'
import { textOf, wholeOf } from './column.ts'
import type { Statements } from './db.ts'

/** Where the stored log of a room ends: its newest epoch and the last position in it. */
export async function lastStored(db: Statements, room: string): Promise<Position | undefined> {
  const [row] = await db.query(
    `select epoch, last_seq from epochs
     where room = $1
     order by started_at desc, epoch desc
     limit 1`,
    [room],
    'resume',
  )
  return row && { epoch: textOf(row, 'epoch'), seq: wholeOf(row, 'last_seq') }
}

/** The last stored position of one epoch, the newest or an older one; undefined if unknown. */
export async function lastOfEpoch(
  db: Statements,
  room: string,
  epoch: string,
): Promise<number | undefined> {
  const [row] = await db.query(
    'select last_seq from epochs where room = $1 and epoch = $2',
    [room, epoch],
    'resume',
  )
  return row && wholeOf(row, 'last_seq')
}
