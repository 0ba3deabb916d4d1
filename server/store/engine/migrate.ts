import { flagOf, textOf } from '../query/column.ts'
import type { Db, Statements } from './db.ts'
import { type Migration, pendingOf, SchemaMismatch } from './migration.ts'

// An arbitrary number that no other program in the same database uses.
const lockKey = 7_236_841

/**
 * Brings the schema up to date, all or nothing. If two processes start at once, the second waits and
 * then has nothing to do.
 *
 * @returns the names of the migrations that were applied.
 * @throws SchemaMismatch if the database is newer than this program, or a migration was edited.
 */
export function migrate(db: Db, migrations: readonly Migration[]): Promise<readonly string[]> {
  return db.tx(async (tx) => {
    // The lock comes first: two processes that create the same table would collide in the catalogue.
    // A script, because the wait for the long migration of another process has no limit.
    await tx.script(`select pg_advisory_xact_lock(${lockKey})`)
    await tx.script(`
      create table if not exists migrations (
        version integer not null,
        name text not null,
        checksum text not null,
        applied_at timestamptz not null default now(),
        constraint migrations_pk primary key (version)
      )`)
    const pending = pendingOf(migrations, await appliedIn(tx))
    for (const migration of pending) await apply(tx, migration)
    return pending.map(({ name }) => name)
  }, 'write')
}

/**
 * Checks that the schema is up to date, without changing it.
 *
 * @throws SchemaMismatch if it is not.
 */
export async function requireMigrated(db: Db, migrations: readonly Migration[]): Promise<void> {
  const [row] = await db.query(`select to_regclass('migrations') is not null as there`)
  const applied = row && flagOf(row, 'there') ? await appliedIn(db) : []
  const names = pendingOf(migrations, applied).map(({ name }) => name)
  if (names.length > 0) {
    throw new SchemaMismatch(`the database lacks ${names.join(', ')}: start once with MIGRATE=on`)
  }
}

async function appliedIn(statements: Statements): Promise<readonly string[]> {
  const rows = await statements.query('select checksum from migrations order by version')
  return rows.map((row) => textOf(row, 'checksum'))
}

async function apply(tx: Statements, { version, name, sql, checksum }: Migration): Promise<void> {
  await tx.script(sql)
  await tx.query('insert into migrations (version, name, checksum) values ($1, $2, $3)', [
    version,
    name,
    checksum,
  ])
}
