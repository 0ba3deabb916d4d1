import { maybe, orNull, textOf, textsOf, wholeOf } from './column.ts'
import type { Row, Statements } from '../engine/db.ts'

/** A token as it is stored, without the secret. Times are epoch milliseconds. */
export interface TokenRecord {
  readonly id: string
  /** The SHA-256 of the secret, in hex. */
  readonly hash: string
  /** The name that its owner gave it. */
  readonly name: string
  readonly scopes: readonly string[]
  /** The only room that it is valid for; absent if it is valid for all. */
  readonly room?: string | undefined
  readonly createdAt: number
  readonly lastUsedAt?: number | undefined
  readonly revokedAt?: number | undefined
}

const columns = 'id, hash, name, scopes, room, created_at, last_used_at, revoked_at'

/** Stores a new token. */
export async function createToken(db: Statements, token: TokenRecord): Promise<void> {
  const { id, hash, name, scopes, room, createdAt } = token
  await db.query(
    `insert into tokens (id, hash, name, scopes, room, created_at)
     values ($1, $2, $3, $4, $5, $6)`,
    [id, hash, name, scopes, orNull(room), createdAt],
  )
}

/** Returns the token of a hash; undefined if there is none, or it was revoked. */
export async function findToken(db: Statements, hash: string): Promise<TokenRecord | undefined> {
  const [row] = await db.query(
    `select ${columns} from tokens where hash = $1 and revoked_at is null`,
    [hash],
  )
  return row && tokenOf(row)
}

/** Returns every token, revoked ones too, oldest first. */
export async function listTokens(db: Statements): Promise<readonly TokenRecord[]> {
  const rows = await db.query(`select ${columns} from tokens order by created_at, id`)
  return rows.map(tokenOf)
}

/** Records the last use of a token; an earlier time changes nothing. */
export async function touchToken(db: Statements, id: string, at: number): Promise<void> {
  await db.query(
    'update tokens set last_used_at = greatest(coalesce(last_used_at, 0), $2) where id = $1',
    [id, at],
  )
}

/** Revokes a token. @returns false if there is none, or it was revoked already. */
export async function revokeToken(db: Statements, id: string, at: number): Promise<boolean> {
  const revoked = await db.query(
    'update tokens set revoked_at = $2 where id = $1 and revoked_at is null returning id',
    [id, at],
  )
  return revoked.length > 0
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
  }
}
