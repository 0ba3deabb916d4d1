import { join } from 'node:path'
import type { Db } from '../../server/store/engine/db.ts'
import { openPostgres } from '../../server/store/engine/pg.ts'
import { openPglite } from '../../server/store/engine/pglite.ts'
import { placeEmptyDatabase } from '../kit/empty-database.ts'
import { startPostgres } from '../kit/postgres.ts'
import { temporaryFolder } from '../kit/server.ts'

/** An engine of the store, with an empty database. */
export interface Engine {
  readonly db: Db
  /**
   * A second connection to the same database, as a second instance has; the same where there is one
   * only.
   */
  readonly second: Db
  readonly stop: () => Promise<void>
}

/** The timeout for creating a database, which takes seconds of processor time on a busy machine. */
export const engineMs = 300_000

const silent = { info: () => undefined, warn: () => undefined }

/** Every engine by its name. */
export const engines: Readonly<Record<string, () => Promise<Engine>>> = {
  PostgreSQL: async () => {
    const server = await startPostgres()
    const [db, second] = [openPostgres(server.url, silent), openPostgres(server.url, silent)]
    return {
      db,
      second,
      stop: async () => {
        await Promise.all([db.close(), second.close()])
        await server.stop()
      },
    }
  },
  PGlite: async () => {
    const folder = temporaryFolder()
    const dir = join(folder.path, 'pg')
    await placeEmptyDatabase(dir)
    const db = await openPglite(dir, silent)
    return {
      db,
      second: db,
      stop: async () => {
        await db.close()
        folder.remove()
      },
    }
  },
}

/** Counts the rows of a table. */
export async function countIn(db: Db, table: string): Promise<unknown> {
  const [row] = await db.query(`select count(*) as n from ${table}`)
  return row?.['n']
}
