import type { Position } from '../../proto/feed/index.ts'
import { orNull, textOf, wholeOf } from './column.ts'
import type { SqlValue, Statements } from './db.ts'
import type { EventRow } from './event-row.ts'

/** A stored event as it was shown. */
export interface StoredLine {
  readonly seq: number
  readonly line: string
}

/**
 * Stores events, and how far each epoch is stored with them; rooms that have no row get one. All or
 * nothing, and harmless when repeated. The events of an epoch must come in order, without holes.
 */
export async function insertEvents(db: Statements, rows: readonly EventRow[]): Promise<void> {
  if (rows.length === 0) return
  await db.query(insertSql, columnsOf(rows), 'write')
}

/** At most `limit` stored events after a position, in order. */
export async function eventsAfter(
  db: Statements,
  room: string,
  { epoch, seq }: Position,
  limit: number,
): Promise<readonly StoredLine[]> {
  const rows = await db.query(
    `select seq, line from events
     where room = $1 and epoch = $2 and seq > $3
     order by seq
     limit $4`,
    [room, epoch, seq, limit],
    'resume',
  )
  return rows.map((row) => ({ seq: wholeOf(row, 'seq'), line: textOf(row, 'line') }))
}

// Arrays, one a column, rather than a parameter a value: one text whatever the number of rows.
const insertSql = `
  with batch as (
    select * from unnest(
      $1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[],
      $6::text[], $7::bigint[], $8::bigint[], $9::text[], $10::text[]
    ) as b (room, epoch, seq, id, source, type, at, received_at, user_id, line)
  ), new_room as (
    insert into rooms (id, created_at)
    select room, min(received_at) from batch group by room order by room
    on conflict on constraint rooms_pk do nothing
  ), new_event as (
    insert into events (room, epoch, seq, id, source, type, at, received_at, user_id, line)
    select room, epoch, seq, id, source, type, at, received_at, user_id, line from batch
    on conflict do nothing
  )
  insert into epochs (room, epoch, started_at, last_seq)
  select room, epoch, min(received_at), max(seq) from batch group by room, epoch order by room, epoch
  on conflict on constraint epochs_pk
    do update set last_seq = greatest(epochs.last_seq, excluded.last_seq)`

function columnsOf(rows: readonly EventRow[]): readonly SqlValue[] {
  return [
    rows.map(({ room }) => room),
    rows.map(({ epoch }) => epoch),
    rows.map(({ seq }) => seq),
    rows.map(({ id }) => id),
    rows.map(({ source }) => source),
    rows.map(({ type }) => type),
    rows.map(({ at }) => at),
    rows.map(({ receivedAt }) => receivedAt),
    rows.map(({ userId }) => orNull(userId)),
    rows.map(({ line }) => line),
  ]
}
