import type { Position } from '../../../proto/feed/index.ts'
import { orNull, textOf, wholeOf } from './column.ts'
import type { SqlValue, Statements } from '../engine/db.ts'
import type { EventRow } from '../writer/event-row.ts'
import { databaseHeldError } from './lease.ts'

/** A stored event as it was published. */
export interface StoredLine {
  readonly seq: number
  readonly line: string
}

/**
 * Stores events, and with them the last stored position of each epoch; a room that was opened on
 * demand gets a row. Stores all or nothing, and may be repeated. The events of an epoch must come in
 * order, without holes.
 *
 * @param run - the run that must hold the lease of the database; no lease is needed if absent.
 * @throws DatabaseHeld if another relay holds the lease: nothing was stored then.
 */
export async function insertEvents(
  db: Statements,
  rows: readonly EventRow[],
  run?: string,
): Promise<void> {
  if (rows.length === 0) return
  const stored = await db.query(insertSql, [...columnsOf(rows), orNull(run)], 'write')
  if (stored.length === 0) throw await databaseHeldError(db)
}

/** Returns at most `limit` stored events after a position, in order. */
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

/** Returns at most `limit` stored events between two positions (both excluded), the newest first. */
export async function newestEvents(
  db: Statements,
  { room, epoch, after, before, since }: StoredRange,
  limit: number,
): Promise<readonly StoredLine[]> {
  const rows = await db.query(
    `select seq, line from events
     where room = $1 and epoch = $2 and seq > $3 and seq < $4 and received_at >= $5
     order by seq desc
     limit $6`,
    [room, epoch, after, before, since, limit],
    'resume',
  )
  return rows.map((row) => ({ seq: wholeOf(row, 'seq'), line: textOf(row, 'line') }))
}

/** Returns which of some ids are of stored events; of events of the outbox alone, `live:…`. */
export async function storedOutboxEvents(
  db: Statements,
  ids: readonly string[],
): Promise<readonly string[]> {
  const rows = await db.query(
    `select distinct id from events where id like 'live:%' and id = any($1::text[])`,
    [ids],
    'write',
  )
  return rows.map((row) => textOf(row, 'id'))
}

/** A range of events of an epoch. */
export interface StoredRange {
  readonly room: string
  readonly epoch: string
  readonly after: number
  readonly before: number
  /** Epoch milliseconds of the earliest reception. */
  readonly since: number
}

// One array for each column: the text of the statement is then the same for any number of rows.
// The lease is locked until the batch is stored, so that a takeover waits. A configured room has its
// row already, or was removed and must not come back.
const insertSql = `
  with lease as (
    select from relays where run = $12 for share
  ), batch as (
    select * from unnest(
      $1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::text[], $6::text[],
      $7::text[], $8::bigint[], $9::bigint[], $10::text[], $11::text[]
    ) as b (room, epoch, number, seq, id, source, type, at, received_at, user_id, line)
    where $12::text is null or exists (select from lease)
  ), new_room as (
    insert into rooms (id, created_at)
    select room, min(received_at) from batch where room like '%:%' group by room order by room
    on conflict on constraint rooms_pk do nothing
  ), new_event as (
    insert into events (room, epoch, seq, id, source, type, at, received_at, user_id, line)
    select room, epoch, seq, id, source, type, at, received_at, user_id, line from batch
    on conflict do nothing
  )
  insert into epochs (room, epoch, number, started_at, last_seq)
  select room, epoch, max(number), min(received_at), max(seq)
  from batch group by room, epoch order by room, epoch
  on conflict on constraint epochs_pk
    do update set last_seq = greatest(epochs.last_seq, excluded.last_seq)
  returning last_seq`

function columnsOf(rows: readonly EventRow[]): readonly SqlValue[] {
  return [
    rows.map(({ room }) => room),
    rows.map(({ epoch }) => epoch),
    rows.map(({ epochNumber }) => epochNumber),
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
