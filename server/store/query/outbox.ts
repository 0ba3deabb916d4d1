import type { Statements } from '../engine/db.ts'
import { textOf, wholeOf } from './column.ts'

/** A row of the outbox: an event of a live room that is to be shown. */
export interface OutboxRow {
  readonly id: number
  /** The slug of the live room. */
  readonly room: string
  /** The draft of the event as JSON, without its id. */
  readonly draft: string
}

/** Returns the id of the event of a row. */
export function outboxEventId(row: number): string {
  return `live:${row}`
}

/**
 * Makes the next rows of the outbox newer than all earlier ones, those of a database that was replaced
 * or restored included: a journal may hold their events.
 *
 * @param now - epoch milliseconds.
 * @returns the number that no earlier row has reached.
 */
export async function beginOutbox(db: Statements, now: number): Promise<number> {
  const [row] = await db.query(
    `select setval('outbox_ids', greatest(nextval('outbox_ids'), $1::bigint)) as first`,
    [now],
    'write',
  )
  if (!row) throw new RangeError('the outbox has no numbers')
  return wholeOf(row, 'first')
}

/** Adds an event that is to be shown in a live room, in the transaction of its cause. */
export async function addRow(
  tx: Statements,
  { room, draft }: Omit<OutboxRow, 'id'>,
): Promise<void> {
  await tx.query('insert into outbox (room, draft) values ($1, $2)', [room, draft])
}

/** Returns at most `limit` rows, oldest first, without those of some rooms. */
export async function waitingRows(
  db: Statements,
  limit: number,
  without: readonly string[],
): Promise<readonly OutboxRow[]> {
  const rows = await db.query(
    'select id, room, draft from outbox where room <> all($2::text[]) order by id limit $1',
    [limit, without],
    'write',
  )
  return rows.map((row) => ({
    id: wholeOf(row, 'id'),
    room: textOf(row, 'room'),
    draft: textOf(row, 'draft'),
  }))
}

/** Deletes rows whose events are published. */
export async function removeRows(db: Statements, ids: readonly number[]): Promise<void> {
  await db.query('delete from outbox where id = any($1::bigint[])', [ids], 'write')
}

/** Returns the number of rows. */
export async function countRows(db: Statements): Promise<number> {
  const [row] = await db.query('select count(*) as rows from outbox')
  return row ? wholeOf(row, 'rows') : 0
}
