import type { Statements } from '../engine/db.ts'
import { flagOf, orNull, textOf, wholeOf } from './column.ts'
import type { TimeCursor } from './visit.ts'

/** A host that an account follows. */
export interface FollowRecord {
  readonly host: string
  /** Epoch milliseconds. */
  readonly at: number
}

/** Makes an account follow a host. @returns false if it did already. */
export async function follow(
  db: Statements,
  account: string,
  { host, at }: FollowRecord,
): Promise<boolean> {
  const made = await db.query(
    `insert into follows (account, host, followed_at) values ($1, $2, $3)
     on conflict on constraint follows_pk do nothing
     returning host`,
    [account, host, at],
    'write',
  )
  return made.length > 0
}

/** Makes an account follow a host no more. */
export async function unfollow(db: Statements, account: string, host: string): Promise<void> {
  await db.query('delete from follows where account = $1 and host = $2', [account, host], 'write')
}

/** Deletes whom an account follows, and who follows it. */
export async function forgetFollows(db: Statements, account: string): Promise<void> {
  await db.query('delete from follows where account = $1 or host = $1', [account])
}

/** Returns true if an account follows a host. */
export async function isFollowing(db: Statements, account: string, host: string): Promise<boolean> {
  const [row] = await db.query(
    'select exists (select from follows where account = $1 and host = $2) as follows',
    [account, host],
    'write',
  )
  return row !== undefined && flagOf(row, 'follows')
}

/** Returns at most `limit` hosts that an account follows after a place, the newest first. */
export async function followsOf(
  db: Statements,
  account: string,
  { after, limit }: { readonly after?: TimeCursor | undefined; readonly limit: number },
): Promise<readonly FollowRecord[]> {
  const rows = await db.query(
    `select host, followed_at from follows
     where account = $1 and ($2::bigint is null or (followed_at, host) < ($2::bigint, $3))
     order by followed_at desc, host desc
     limit $4`,
    [account, orNull(after?.at), after?.key ?? '', limit],
  )
  return rows.map((row) => ({ host: textOf(row, 'host'), at: wholeOf(row, 'followed_at') }))
}
