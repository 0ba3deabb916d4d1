import type { Row, SqlValue, Statements } from '../../engine/db.ts'
import { textOf, wholeOf } from '../column.ts'

/** A place on a board, the best first; of equal scores, who had it first is before the others. */
export interface Scored {
  /** The id of an account, or the slug of a live room. */
  readonly of: string
  readonly score: number
}

/** Returns who gave most in a room, in one broadcast or in all; what was taken back does not count. */
export function contributorsOf(
  db: Statements,
  room: string,
  { number, limit }: { readonly number: number | undefined; readonly limit: number },
): Promise<readonly Scored[]> {
  return board(
    db,
    `select o.account as of, sum(o.coins)::bigint as score
     from gift_orders o
     where o.room = $1 and ($2::integer is null or o.number = $2::integer)
       and not exists (select 1 from transfers r where r.refund_of = o.transfer)
     group by o.account
     order by score desc, max(o.transfer)
     limit $3`,
    [room, number ?? null, limit],
  )
}

/** Selects the places of a board of the server: what happened since a time, epoch milliseconds. */
export interface BoardWindow {
  readonly since: number
  readonly limit: number
}

/** Returns the public rooms that most accounts have visited. */
export function audienceBoard(db: Statements, window: BoardWindow): Promise<readonly Scored[]> {
  return board(
    db,
    `select v.room as of, count(*) as score
     from visits v
     join live_rooms l on l.slug = v.room
     join rooms r on r.id = l.room and r.visibility = 'public'
     where v.last_at >= $1
     group by v.room
     order by score desc, max(v.first_at), v.room
     limit $2`,
    [window.since, window.limit],
  )
}

/** Returns the hosts of public rooms whom most accounts follow. */
export function followersBoard(db: Statements, window: BoardWindow): Promise<readonly Scored[]> {
  return board(
    db,
    `select f.host as of, count(*) as score
     from follows f
     where f.followed_at >= $1 and exists (
       select 1 from live_rooms l join rooms r on r.id = l.room
       where l.host = f.host and r.visibility = 'public'
     )
     group by f.host
     order by score desc, max(f.followed_at), f.host
     limit $2`,
    [window.since, window.limit],
  )
}

/** Returns the public rooms that were given most, by the ledger: what was taken back is subtracted. */
export function incomeBoard(db: Statements, window: BoardWindow): Promise<readonly Scored[]> {
  return board(
    db,
    `select e.owner as of, sum(e.amount)::bigint as score
     from entries e
     join transfers t on t.id = e.transfer
     join live_rooms l on l.slug = e.owner
     join rooms r on r.id = l.room and r.visibility = 'public'
     where e.kind = 'income' and t.at >= $1
     group by e.owner
     having sum(e.amount) > 0
     order by score desc, max(e.transfer)
     limit $2`,
    [window.since, window.limit],
  )
}

async function board(
  db: Statements,
  sql: string,
  params: readonly SqlValue[],
): Promise<readonly Scored[]> {
  const rows = await db.query(sql, params)
  return rows.map((row: Row) => ({ of: textOf(row, 'of'), score: wholeOf(row, 'score') }))
}
