import { z } from 'zod'
import type { Table } from '../table.ts'
import { textOf, wholeOf } from './column.ts'

/** The form of a stored session. Times are epoch milliseconds. */
export const sessionRecord = z.object({
  id: z.string(),
  /** SHA-256 of the secret, in hex. */
  hash: z.string(),
  createdAt: z.int(),
  usedAt: z.int(),
  /** The latest end of the session, also if it is in use. */
  expiresAt: z.int(),
})

/** A browser session as it is stored, without the secret. */
export type SessionRecord = Readonly<z.output<typeof sessionRecord>>

/** The table of sessions, by id; listed oldest first. */
export const sessionTable: Table<SessionRecord> = {
  keyOf: ({ id }) => id,
  list: async (db) => {
    const rows = await db.query(
      'select id, hash, created_at, used_at, expires_at from account_sessions order by created_at, id',
    )
    return rows.map((row) => ({
      id: textOf(row, 'id'),
      hash: textOf(row, 'hash'),
      createdAt: wholeOf(row, 'created_at'),
      usedAt: wholeOf(row, 'used_at'),
      expiresAt: wholeOf(row, 'expires_at'),
    }))
  },
  save: async (tx, { id, hash, createdAt, usedAt, expiresAt }) => {
    await tx.query(
      `insert into account_sessions (id, hash, created_at, used_at, expires_at)
       values ($1, $2, $3, $4, $5)
       on conflict on constraint account_sessions_pk
       do update set used_at = greatest(account_sessions.used_at, excluded.used_at)`,
      [id, hash, createdAt, usedAt, expiresAt],
    )
  },
  remove: async (tx, id) => {
    await tx.query('delete from account_sessions where id = $1', [id])
  },
}
