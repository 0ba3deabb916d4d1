import { join } from 'node:path'
import type { Logger } from '../../lib/logger.ts'
import type { Db } from './db.ts'
import { migrate, requireMigrated } from './migrate.ts'
import { readMigrations } from './migration.ts'
import { ensurePartitions } from './partition.ts'
import { openPglite } from './pglite.ts'
import { openPostgres } from './pg.ts'

/** The storage of events: none, a PostgreSQL server, or an embedded database in a folder. */
export type StoreChoice =
  | { readonly kind: 'off' }
  | { readonly kind: 'postgres'; readonly url: string }
  | { readonly kind: 'embedded'; readonly dir: string }

/** The settings of the store. */
export interface StoreSettings {
  readonly dataDir: string
  /** `off` holds everything in memory, and ignores the other settings. */
  readonly store?: 'on' | 'off' | undefined
  readonly databaseUrl?: string | undefined
}

/** Returns the storage that the settings choose. */
export function chooseStore({ dataDir, store, databaseUrl }: StoreSettings): StoreChoice {
  if (store === 'off') return { kind: 'off' }
  if (databaseUrl !== undefined) return { kind: 'postgres', url: databaseUrl }
  return { kind: 'embedded', dir: join(dataDir, 'pg') }
}

/**
 * Opens the chosen database. A server may still be unavailable: the first query shows that.
 *
 * @throws Locked if another process uses the folder, DatabaseUnavailable if the embedded one fails.
 */
export async function openStore(
  choice: Exclude<StoreChoice, { kind: 'off' }>,
  log: Pick<Logger, 'warn'>,
): Promise<Db> {
  return choice.kind === 'postgres' ? openPostgres(choice.url, log) : openPglite(choice.dir, log)
}

/** Options of {@link prepareStore}. */
export interface Preparation {
  /** The current time, epoch milliseconds. */
  readonly now: number
  /** False only checks that the schema is up to date. */
  readonly migrate: boolean
  readonly log: Pick<Logger, 'info' | 'warn'>
}

/**
 * Brings the schema up to date and creates the partitions of the coming days. Idempotent.
 *
 * @throws SchemaMismatch if the schema does not match, DatabaseUnavailable if it cannot be reached.
 */
export async function prepareStore(
  db: Db,
  { now, migrate: apply, log }: Preparation,
): Promise<void> {
  const migrations = readMigrations(sqlFolder)
  if (apply) {
    const applied = await migrate(db, migrations)
    if (applied.length > 0) log.info({ applied }, 'schema migrated')
  } else await requireMigrated(db, migrations)
  const { strays } = await ensurePartitions(db, now)
  if (strays) log.warn({}, 'events of a day that is far off lie in the default partition')
}

/** The folder beside `server`, in the sources and in the build. */
const sqlFolder = join(import.meta.dirname, '../../../sql')
