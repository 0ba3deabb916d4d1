import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** One step of the schema. */
export interface Migration {
  /** The number of the migration: 1, 2, 3 and so on. */
  readonly version: number
  /** The name of its file. */
  readonly name: string
  readonly sql: string
  /** The SHA-256 of the file, in hex. */
  readonly checksum: string
}

/** The schema of the database and this program do not match. */
export class SchemaMismatch extends Error {
  override readonly name = 'SchemaMismatch'
}

/**
 * Reads `0001_….sql` and all following migrations of a folder, in order.
 *
 * @throws SchemaMismatch if a number is missing or used twice.
 */
export function readMigrations(folder: string): readonly Migration[] {
  const names = readdirSync(folder)
    .filter((name) => /^\d{4}_.+\.sql$/.test(name))
    .toSorted()
  return names.map((name, index) => {
    const version = Number(name.slice(0, 4))
    if (version !== index + 1) {
      throw new SchemaMismatch(`${name} stands where migration ${index + 1} should`)
    }
    const sql = readFileSync(join(folder, name), 'utf8')
    return { version, name, sql, checksum: checksumOf(sql) }
  })
}

/**
 * Returns the migrations that a database with these checksums (in order of version) lacks.
 *
 * @throws SchemaMismatch if it has an unknown migration, or one that was edited since.
 */
export function pendingOf(
  migrations: readonly Migration[],
  applied: readonly string[],
): readonly Migration[] {
  if (applied.length > migrations.length) {
    throw new SchemaMismatch(
      `the database has ${applied.length} migrations, this version knows ${migrations.length}: run a newer danmu-relay`,
    )
  }
  const edited = migrations.find(({ checksum }, index) => (applied[index] ?? checksum) !== checksum)
  if (edited) {
    throw new SchemaMismatch(
      `${edited.name} was changed after the database had applied it: restore the file, and add a new migration instead`,
    )
  }
  return migrations.slice(applied.length)
}

/** Returns the checksum of a text without regard to line ends, which git may change. */
function checksumOf(sql: string): string {
  return createHash('sha256').update(sql.replaceAll('\r\n', '\n')).digest('hex')
}
