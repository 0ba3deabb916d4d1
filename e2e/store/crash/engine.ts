import { join } from 'node:path'
import type { Db } from '../../../server/store/engine/db.ts'
import { openPostgres } from '../../../server/store/engine/pg.ts'
import { openPglite } from '../../../server/store/engine/pglite.ts'
import { startPostgres } from '../../kit/postgres.ts'

/** A database that outlives killed servers. */
export interface CrashEngine {
  /** The settings of a server. */
  readonly env: Readonly<Record<string, string>>
  /** Opens the database after the server has ended. */
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
