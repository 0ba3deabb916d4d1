import { textOf, wholeOf } from './column.ts'
import type { Row, Statements } from '../engine/db.ts'

/** A browser session as it is stored, without the secret. Times are epoch milliseconds. */
export interface SessionRecord {
  readonly id: string
  /** SHA-256 of the secret, in hex. */
  readonly hash: string
  readonly createdAt: number
  readonly usedAt: number
  /** The latest end of the session, also if it is in use. */
  readonly expiresAt: number
}

/** Returns every session, oldest first. */
export async function listSessions(db: Statements): Promise<readonly SessionRecord[]> {
  const rows = await db.query(
    'select id, hash, created_at, used_at, expires_at from account_sessions order by created_at, id',
  )
  return rows.map(sessionOf)
}

/** Stores a new session. */
export async function createSession(db: Statements, session: SessionRecord): Promise<void> {
  const { id, hash, createdAt, usedAt, expiresAt } = session
  await db.query(
    `insert into account_sessions (id, hash, created_at, used_at, expires_at)
     values ($1, $2, $3, $4, $5)`,
    [id, hash, createdAt, usedAt, expiresAt],
  )
}

/** Records the last use of a session; an earlier time changes nothing. */
export async function touchSession(db: Statements, id: string, at: number): Promise<void> {
  await db.query('update account_sessions set used_at = greatest(used_at, $2) where id = $1', [
    id,
    at,
  ])
}

/** Deletes a session; does nothing if there is none. */
export async function removeSession(db: Statements, id: string): Promise<void> {
  await db.query('delete from account_sessions where id = $1', [id])
}

function sessionOf(row: Row): SessionRecord {
  return {
    id: textOf(row, 'id'),
    hash: textOf(row, 'hash'),
    createdAt: wholeOf(row, 'created_at'),
    usedAt: wholeOf(row, 'used_at'),
    expiresAt: wholeOf(row, 'expires_at'),
  }
}
