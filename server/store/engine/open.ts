import { join } from 'node:path'
import type { Logger } from '../../lib/logger.ts'
import type { Db } from './db.ts'
import { migrate, requireMigrated } from './migrate.ts'
import { readMigrations } from './migration.ts'
import { ensurePartitions } from './partition.ts'
import { openPglite } from './pglite.ts'
import { openPostgres } from './pg.ts'

/** Where events are kept: nowhere, on a PostgreSQL server, or in a folder of ours. */
export type StoreChoice =
  | { readonly kind: 'off' }
  | { readonly kind: 'postgres'; readonly url: string }
  | { readonly kind: 'embedded'; readonly dir: string }

/** The settings that matter for the store. */
export interface StoreSettings {
  readonly dataDir: string
  /** `off` keeps everything in memory, whatever else is set. */
  readonly store?: 'on' | 'off' | undefined
  readonly databaseUrl?: string | undefined
}

/** What the settings mean. */
export function chooseStore({ dataDir, store, databaseUrl }: StoreSettings): StoreChoice {
  if (store === 'off') return { kind: 'off' }
  if (databaseUrl !== undefined) return { kind: 'postgres', url: databaseUrl }
  return { kind: 'embedded', dir: join(dataDir, 'pg') }
}

/**
 * Opens the database of a choice; undefined where there is to be none. A server may still be away:
 * that shows at the first query.
 *
 * @throws Locked if another process has the folder, StoreAway if the embedded one does not open.
 */
export async function openStore(
  choice: StoreChoice,
  log: Pick<Logger, 'warn'>,
): Promise<Db | undefined> {
  switch (choice.kind) {
    case 'off':
      return undefined
    case 'postgres':
      return openPostgres(choice.url, log)
    case 'embedded':
      return openPglite(choice.dir, log)
  }
}

/** How {@link prepareStore} goes about it. */
export interface Preparation {
  /** Epoch milliseconds. */
  readonly now: number
  /** False only looks whether the schema is up to date. */
  readonly migrate: boolean
  readonly log: Pick<Logger, 'info' | 'warn'>
}

/**
 * Brings the schema up to date and makes the partitions of the coming days. Harmless when repeated.
 *
 * @throws SchemaMismatch if database and program do not fit, StoreAway if it cannot be reached.
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

/** Beside `server`, in the sources as in the build. */
const sqlFolder = join(import.meta.dirname, '../../../sql')
