import { z } from 'zod'
import type { Table } from '../table.ts'
import { maybe, orNull, textOf, wholeOf } from './column.ts'

/** The form of a stored session. Times are epoch milliseconds. */
export const sessionRecord = z.object({
  id: z.string(),
  /** The id of the account; sessions of an earlier version were all of the owner. */
  account: z.string().default('owner'),
  /** SHA-256 of the secret, in hex. */
  hash: z.string(),
  createdAt: z.int(),
  usedAt: z.int(),
  /** The latest end of the session, also if it is in use. */
  expiresAt: z.int(),
  /** The browser that began it, as it calls itself. */
  agent: z.string().optional(),
  /** The address from which it began. */
  address: z.string().optional(),
})

/** A browser session as it is stored, without the secret. */
export type SessionRecord = Readonly<z.output<typeof sessionRecord>>

const columns = 'id, account, hash, created_at, used_at, expires_at, agent, address'

/** The table of sessions, by id; listed oldest first. */
export const sessionTable: Table<SessionRecord> = {
  keyOf: ({ id }) => id,
  list: async (db) => {
    const rows = await db.query(`select ${columns} from account_sessions order by created_at, id`)
    return rows.map((row) => ({
      id: textOf(row, 'id'),
      account: textOf(row, 'account'),
      hash: textOf(row, 'hash'),
      createdAt: wholeOf(row, 'created_at'),
      usedAt: wholeOf(row, 'used_at'),
      expiresAt: wholeOf(row, 'expires_at'),
      agent: maybe(textOf, row, 'agent'),
      address: maybe(textOf, row, 'address'),
    }))
  },
  save: async (tx, { id, account, hash, createdAt, usedAt, expiresAt, agent, address }) => {
    await tx.query(
      `insert into account_sessions (${columns})
       values ($1, $2, $3, $4, $5, $6, $7, $8)
       on conflict on constraint account_sessions_pk
       do update set used_at = greatest(account_sessions.used_at, excluded.used_at)`,
      [id, account, hash, createdAt, usedAt, expiresAt, orNull(agent), orNull(address)],
    )
  },
  remove: async (tx, id) => {
    await tx.query('delete from account_sessions where id = $1', [id])
  },
}
