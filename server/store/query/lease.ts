import { flagOf, maybe, textOf, wholeOf } from './column.ts'
import { type Db, type Statements, DatabaseUnavailable } from '../engine/db.ts'

/** The identity of a relay that wants to store its events. */
export interface RelayIdentity {
  /** The id of its data folder, the same after a restart. */
  readonly holder: string
  /** The id of this run. */
  readonly run: string
  /** The host and process of the relay, in words for an operator. */
  readonly place: string
}

/** The right to store, held by one relay at a time. */
export interface Lease {
  /** The id of the database, another one after it was created again. */
  readonly databaseId: string
  /** The number of times that the lease was taken, this time included. */
  readonly taken: number
}

/** Another relay stores its events in the database. */
export class DatabaseHeld extends Error {
  override readonly name = 'DatabaseHeld'
}

/** Milliseconds without a renewal after which the lease is free, by the database's clock. */
export const leaseMs = 30_000

const nowMs = '(extract(epoch from clock_timestamp()) * 1000)::bigint'

/**
 * Takes the lease if it is free or has run out, or if the same data folder held it.
 *
 * @param takeOver - true takes it from an active holder too, whose writes are then refused.
 * @throws DatabaseHeld with the place of the active holder.
 */
export async function takeLease(
  db: Statements,
  { holder, run, place }: RelayIdentity,
  takeOver: boolean,
): Promise<Lease> {
  const [row] = await db.query(
    `update relays
     set holder = $1, run = $2, place = $3, taken = taken + 1, renewed_at = ${nowMs}
     where holder is null or holder = $1 or renewed_at < ${nowMs} - $4::bigint or $5::boolean
     returning database_id, taken`,
    [holder, run, place, leaseMs, takeOver],
  )
  if (row) return { databaseId: textOf(row, 'database_id'), taken: wholeOf(row, 'taken') }
  throw await databaseHeldError(db)
}

/**
 * Renews the lease.
 *
 * @throws DatabaseHeld if another relay has taken the lease since.
 */
export async function renewLease(db: Db, relay: RelayIdentity, { taken }: Lease): Promise<Lease> {
  return db.tx(async (tx) => {
    const [row] = await tx.query(
      `update relays set renewed_at = ${nowMs} where run = $1 returning database_id, taken`,
      [relay.run],
    )
    if (row) return { databaseId: textOf(row, 'database_id'), taken: wholeOf(row, 'taken') }
    const [now] = await tx.query('select taken from relays for update')
    // A database that was restored from a backup knows an earlier holder.
    if (now && wholeOf(now, 'taken') < taken) return takeLease(tx, relay, false)
    throw await databaseHeldError(tx)
  })
}

/** Checks that the lease is free; a schema without one is. @throws DatabaseHeld if another relay has it. */
export async function requireFree(db: Statements, { holder }: RelayIdentity): Promise<void> {
  const [schema] = await db.query(`select to_regclass('relays') is not null as there`)
  if (!schema || !flagOf(schema, 'there')) return
  const [held] = await db.query(
    `select place from relays
     where holder is not null and holder <> $1 and renewed_at >= ${nowMs} - $2::bigint`,
    [holder, leaseMs],
  )
  if (held) throw await databaseHeldError(db)
}

/** Returns the id of the database, another one after it was created again. */
export async function databaseIdOf(db: Statements): Promise<string> {
  const [row] = await db.query('select database_id from relays')
  if (!row) throw new DatabaseUnavailable('opening', 'it is not prepared')
  return textOf(row, 'database_id')
}

/** Releases the lease, so that another relay need not wait. */
export async function releaseLease(db: Statements, run: string): Promise<void> {
  await db.query('update relays set holder = null, run = null where run = $1', [run])
}

/** Returns the error that names the holder of the lease. */
export async function databaseHeldError(db: Statements): Promise<DatabaseHeld> {
  const [row] = await db.query('select place from relays')
  const place = (row && maybe(textOf, row, 'place')) ?? 'another relay'
  return new DatabaseHeld(
    `another danmu-relay stores its events in this database: ${place}. Stop it, give this one a database of its own, or start this one with --take-over`,
  )
}
