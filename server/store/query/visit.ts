import type { Statements } from '../engine/db.ts'
import { orNull, textOf, wholeOf } from './column.ts'

/** A visit of an account in a live room; of each account there is one. Times are epoch milliseconds. */
export interface VisitRecord {
  /** The slug of the live room. */
  readonly room: string
  readonly firstAt: number
  readonly lastAt: number
}

/** A place in a list that is ordered by time. */
export interface TimeCursor {
  readonly at: number
  /** The key among entries of the same time. */
  readonly key: string
}

/**
 * Notes that accounts visit a room now, each once. @returns the number of accounts that ever visited
 * it.
 */
export async function noteVisits(
  db: Statements,
  room: string,
  accounts: readonly string[],
  at: number,
): Promise<number> {
  if (accounts.length > 0) {
    await db.query(
      `insert into visits (room, account, first_at, last_at)
       select $1, account, $3::bigint, $3::bigint
       from unnest($2::text[]) as a (account) order by account
       on conflict on constraint visits_pk
         do update set last_at = greatest(visits.last_at, excluded.last_at)`,
      [room, [...new Set(accounts)], at],
      'write',
    )
  }
  const [row] = await db.query('select count(*) as seen from visits where room = $1', [room])
  return row ? wholeOf(row, 'seen') : 0
}

/** Deletes the visits of an account. */
export async function forgetVisits(db: Statements, account: string): Promise<void> {
  await db.query('delete from visits where account = $1', [account])
}

/** Returns at most `limit` visits of an account after a place, the last one first. */
export async function visitsOf(
  db: Statements,
  account: string,
  { after, limit }: { readonly after?: TimeCursor | undefined; readonly limit: number },
): Promise<readonly VisitRecord[]> {
  const rows = await db.query(
    `select room, first_at, last_at from visits
     where account = $1 and ($2::bigint is null or (last_at, room) < ($2::bigint, $3))
     order by last_at desc, room desc
     limit $4`,
    [account, orNull(after?.at), after?.key ?? '', limit],
  )
  return rows.map((row) => ({
    room: textOf(row, 'room'),
    firstAt: wholeOf(row, 'first_at'),
    lastAt: wholeOf(row, 'last_at'),
  }))
}
