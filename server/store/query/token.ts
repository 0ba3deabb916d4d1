import { z } from 'zod'
import { parseRoomId } from '../../../proto/feed/index.ts'
import type { Row, Statements } from '../engine/db.ts'
import type { Table } from '../table.ts'
import { maybe, orNull, textOf, textsOf, wholeOf } from './column.ts'

/** The form of a stored token. Times are epoch milliseconds. */
export const tokenRecord = z.object({
  id: z.string(),
  /** The SHA-256 of the secret, in hex. */
  hash: z.string(),
  /** The name that its owner gave it. */
  name: z.string(),
  scopes: z.array(z.string()).readonly(),
  /** The only room that it is valid for; absent if it is valid for all. */
  room: z.string().optional(),
  /** The account for which it takes part in live rooms; absent if it is for none. */
  account: z.string().optional(),
  createdAt: z.int(),
  lastUsedAt: z.int().optional(),
  revokedAt: z.int().optional(),
})

/** A token as it is stored, without the secret. */
export type TokenRecord = Readonly<z.output<typeof tokenRecord>>

const columns = 'id, hash, name, scopes, room, created_at, last_used_at, revoked_at, account'

/** The table of tokens, by id; listed oldest first. A revoked token is never valid again. */
export const tokenTable: Table<TokenRecord> = {
  keyOf: ({ id }) => id,
  list: async (db) => {
    const rows = await db.query(`select ${columns} from tokens order by created_at, id`)
    return rows.map(tokenOf)
  },
  save: async (tx, token) => {
    const { id, hash, name, scopes, room, createdAt, lastUsedAt, revokedAt, account } = token
    if (room !== undefined && parseRoomId(room)?.kind === 'source') {
      await addRoomOnDemand(tx, room, createdAt)
    }
    await tx.query(
      `insert into tokens (${columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       on conflict on constraint tokens_pk do update
       set last_used_at = greatest(tokens.last_used_at, excluded.last_used_at),
           revoked_at = coalesce(tokens.revoked_at, excluded.revoked_at)`,
      [
        id,
        hash,
        name,
        scopes,
        orNull(room),
        createdAt,
        orNull(lastUsedAt),
        orNull(revokedAt),
        orNull(account),
      ],
    )
  },
  remove: async (tx, id) => {
    await tx.query('delete from tokens where id = $1', [id])
  },
}

/** Returns the token of a hash; undefined if there is none, or it was revoked. */
export async function findToken(db: Statements, hash: string): Promise<TokenRecord | undefined> {
  const [row] = await db.query(
    `select ${columns} from tokens where hash = $1 and revoked_at is null`,
    [hash],
  )
  return row && tokenOf(row)
}

/** Creates the row of a room that was never opened, because a token for it may come first. */
async function addRoomOnDemand(tx: Statements, id: string, createdAt: number): Promise<void> {
  await tx.query(
    `insert into rooms (id, created_at) values ($1, $2) on conflict on constraint rooms_pk do nothing`,
    [id, createdAt],
  )
}

function tokenOf(row: Row): TokenRecord {
  return {
    id: textOf(row, 'id'),
    hash: textOf(row, 'hash'),
    name: textOf(row, 'name'),
    scopes: textsOf(row, 'scopes'),
    room: maybe(textOf, row, 'room'),
    createdAt: wholeOf(row, 'created_at'),
    lastUsedAt: maybe(wholeOf, row, 'last_used_at'),
    revokedAt: maybe(wholeOf, row, 'revoked_at'),
    account: maybe(textOf, row, 'account'),
  }
}
