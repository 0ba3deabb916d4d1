import { join } from 'node:path'
import type { Db } from '../server/store/engine/db.ts'
import { openPostgres } from '../server/store/engine/pg.ts'
import { openPglite } from '../server/store/engine/pglite.ts'
import { startPostgres } from './postgres.ts'

/** A database as servers that are killed find it again. */
export interface CrashEngine {
  /** What a server is to be told. */
  readonly env: Readonly<Record<string, string>>
  /** Opens the database beside a server that runs no more. */
  readonly open: (dataDir: string) => Promise<Db>
  readonly stop: () => Promise<void>
}

const silent = { warn: () => undefined }

/** Every engine by its name. */
export const crashEngines: Readonly<Record<string, () => Promise<CrashEngine>>> = {
  PostgreSQL: async () => {
    const { url, stop } = await startPostgres()
    return { env: { DATABASE_URL: url }, open: async () => openPostgres(url, silent), stop }
  },
  PGlite: async () => ({
    env: {},
    open: (dataDir) => openPglite(join(dataDir, 'pg'), silent),
    stop: () => Promise.resolve(),
  }),
}
