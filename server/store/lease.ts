import { flagOf, maybe, textOf, wholeOf } from './column.ts'
import { type Db, type Statements, StoreAway } from './db.ts'

/** A relay that wants to store its events. */
export interface Tenant {
  /** Of its data folder: the same after a restart. */
  readonly holder: string
  /** Of this run alone. */
  readonly run: string
  /** Where it runs, in words for an operator. */
  readonly place: string
}

/** The right to store, held by one relay at a time. */
export interface Lease {
  /** Which database this is: differs after it was made anew. */
  readonly databaseId: string
  /** How often the right was taken before, and this time. */
  readonly taken: number
}

/** Another relay stores its events in the database. */
export class DatabaseHeld extends Error {
  override readonly name = 'DatabaseHeld'
}

/** A relay that has not renewed the lease for so long is taken for dead, by the database's clock. */
export const leaseMs = 30_000

const nowMs = '(extract(epoch from clock_timestamp()) * 1000)::bigint'

/**
 * Takes the right to store: if nobody holds it, the same data folder did, or the holder is dead.
 *
 * @param takeOver - takes it from a living holder too, who is then refused.
 * @throws DatabaseHeld with the place of the living holder.
 */
export async function takeLease(
  db: Statements,
  { holder, run, place }: Tenant,
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
  throw await refusalIn(db)
}

/**
 * Tells that the holder lives.
 *
 * @throws DatabaseHeld if another relay has taken the lease since.
 */
export async function renewLease(db: Db, tenant: Tenant, { taken }: Lease): Promise<Lease> {
  return db.tx(async (tx) => {
    const [row] = await tx.query(
      `update relays set renewed_at = ${nowMs} where run = $1 returning database_id, taken`,
      [tenant.run],
    )
    if (row) return { databaseId: textOf(row, 'database_id'), taken: wholeOf(row, 'taken') }
    const [now] = await tx.query('select taken from relays for update')
    // A database that was restored from a backup knows an earlier holder.
    if (now && wholeOf(now, 'taken') < taken) return takeLease(tx, tenant, false)
    throw await refusalIn(tx)
  })
}

/** @throws DatabaseHeld if another relay holds the lease and lives; a schema without one is free. */
export async function requireFree(db: Statements, { holder }: Tenant): Promise<void> {
  const [schema] = await db.query(`select to_regclass('relays') is not null as there`)
  if (!schema || !flagOf(schema, 'there')) return
  const [held] = await db.query(
    `select place from relays
     where holder is not null and holder <> $1 and renewed_at >= ${nowMs} - $2::bigint`,
    [holder, leaseMs],
  )
  if (held) throw await refusalIn(db)
}

/** Which database this is: another one after it was made anew. */
export async function databaseIdOf(db: Statements): Promise<string> {
  const [row] = await db.query('select database_id from relays')
  if (!row) throw new StoreAway('the database is not prepared')
  return textOf(row, 'database_id')
}

/** Gives the lease up, so that another relay need not wait. */
export async function dropLease(db: Statements, run: string): Promise<void> {
  await db.query('update relays set holder = null, run = null where run = $1', [run])
}

/** Why nothing may be stored, in words. */
export async function refusalIn(db: Statements): Promise<DatabaseHeld> {
  const [row] = await db.query('select place from relays')
  const place = (row && maybe(textOf, row, 'place')) ?? 'another relay'
  return new DatabaseHeld(
    `another danmu-relay stores its events in this database: ${place}. Stop it, give this one a database of its own, or start this one with --take-over`,
  )
}
