import type { Row, Statements } from '../engine/db.ts'
import { maybe, orNull, textOf, wholeOf } from './column.ts'

/** A change, and its author. */
export interface AuditEntry {
  /** Epoch milliseconds. */
  readonly at: number
  /** The id of the account, `token:` and the id of the token, or `anonymous`. */
  readonly actor: string
  readonly address?: string | undefined
  /** Method and path of the endpoint, as the API documents it. */
  readonly action: string
  /** The parameters in the path of the request. */
  readonly target: Readonly<Record<string, string>>
  /** The state before, as JSON; absent if there was nothing. */
  readonly before?: unknown
  /** The state after, as JSON; absent if there is nothing any more. */
  readonly after?: unknown
}

/** An entry as it is stored. */
export interface StoredAuditEntry extends AuditEntry {
  readonly id: number
}

/** A page of the audit log. */
export interface AuditPage {
  /** Lists the entries with smaller ids; absent from the newest on. */
  readonly before?: number | undefined
  readonly limit: number
}

/** Adds an entry to the audit log. */
export async function insertAudit(db: Statements, entry: AuditEntry): Promise<void> {
  const { at, actor, address, action, target, before, after } = entry
  await db.query(
    `insert into audit (at, actor, address, action, target, before, after)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [at, actor, orNull(address), action, JSON.stringify(target), jsonOf(before), jsonOf(after)],
    'write',
  )
}

/** Returns entries of the audit log, newest first. */
export async function listAudit(
  db: Statements,
  { before, limit }: AuditPage,
): Promise<readonly StoredAuditEntry[]> {
  const rows = await db.query(
    `select id, at, actor, address, action, target, before, after from audit
     where $1::bigint is null or id < $1 order by id desc limit $2`,
    [orNull(before), limit],
  )
  return rows.map(entryOf)
}

/**
 * Deletes the network addresses of an account, and the states that name it: who changed what and when
 * remains, under its number.
 */
export async function forgetInAudit(db: Statements, account: string): Promise<void> {
  await db.query(
    `update audit
     set address = case when actor = $1 then null else address end,
         before = case when strpos(before, $1) > 0 then null else before end,
         after = case when strpos(after, $1) > 0 then null else after end
     where actor = $1 or strpos(before, $1) > 0 or strpos(after, $1) > 0`,
    [account],
  )
}

/** Deletes the entries before a time. @returns their number. */
export async function deleteAuditBefore(db: Statements, at: number): Promise<number> {
  const [row] = await db.query(
    `with deleted as (delete from audit where at < $1 returning id)
     select count(*) as entries from deleted`,
    [at],
  )
  return row ? wholeOf(row, 'entries') : 0
}

function jsonOf(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value)
}

function entryOf(row: Row): StoredAuditEntry {
  const json = (name: string): unknown => {
    const text = maybe(textOf, row, name)
    return text === undefined ? undefined : JSON.parse(text) // `insertAudit` wrote it
  }
  return {
    id: wholeOf(row, 'id'),
    at: wholeOf(row, 'at'),
    actor: textOf(row, 'actor'),
    address: maybe(textOf, row, 'address'),
    action: textOf(row, 'action'),
    target: json('target') as StoredAuditEntry['target'],
    before: json('before'),
    after: json('after'),
  }
}
