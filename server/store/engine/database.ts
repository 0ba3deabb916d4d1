import { backoffMs } from '../../lib/time/backoff.ts'
import type { Logger } from '../../lib/logger.ts'
import { pause } from '../../lib/time/timeout.ts'
import { type Db, DatabaseUnavailable } from './db.ts'

/**
 * The database of a relay. It can be called from the start: every call rejects with
 * DatabaseUnavailable until it is open, whenever it is away, and always if STORE is off.
 */
export interface Database extends Db {
  /** Resolves when the database is open, maybe still unreachable, or at once if there is none. */
  readonly opened: Promise<void>
  /** Prepares the database for writing, as soon as it is open; concurrent calls share one run. */
  readonly prepare: () => Promise<void>
  /** Runs work that needs the prepared database, and repeats it until it succeeds. */
  readonly whenAvailable: (work: () => Promise<unknown>) => Promise<void>
  /** Returns true if the last attempt to open it failed; it is tried again. */
  readonly cannotOpen: () => boolean
}

/** Dependencies of {@link openDatabase}. */
export interface DatabaseParts {
  /** Opens the database; absent if STORE is off. */
  readonly open?: (() => Promise<Db>) | undefined
  /** Prepares the open database for writing. Idempotent. */
  readonly prepare: (db: Db) => Promise<void>
  readonly log: Pick<Logger, 'warn' | 'error'>
}

// Creating the embedded database takes a core for some seconds.
const openBounds = { leastMs: 1_000, firstMs: 5_000, lastMs: 60_000 }
const retryBounds = { leastMs: 200, firstMs: 500, lastMs: 5_000 }

/**
 * Opens a database in the background, and tries again until it opens: the cause may be repaired while
 * the relay runs.
 */
export function openDatabase({ open, prepare, log }: DatabaseParts): Database {
  let current: Db | undefined
  let broken: { readonly cause: unknown } | undefined
  let closed = false
  const openOnce = async (): Promise<boolean> => {
    try {
      current = await open?.()
      broken = undefined
      return true
    } catch (cause) {
      if (!broken) log.error({ error: cause }, 'database cannot be opened, tried again')
      broken = { cause }
      return false
    }
  }
  const openAgainAndAgain = async (): Promise<void> => {
    for (let attempt = 0; !(await openOnce()); attempt++) {
      await pause(backoffMs(attempt, Math.random(), openBounds))
      if (closed) return
    }
  }
  const db = (): Db => {
    if (current) return current
    if (!open) throw new DatabaseUnavailable('off')
    throw new DatabaseUnavailable('opening', broken && 'it cannot be opened', broken)
  }
  const opened = openAgainAndAgain()
  let preparing: Promise<void> | undefined
  const prepareOnce = async (): Promise<void> => {
    await opened
    if (open) await prepare(db())
  }
  const prepared = (): Promise<void> =>
    (preparing ??= prepareOnce().finally(() => (preparing = undefined)))
  return {
    query: async (...call) => db().query(...call),
    script: async (sql) => db().script(sql),
    tx: async (...call) => db().tx(...call),
    opened,
    prepare: prepared,
    whenAvailable: (work) => untilDone(() => prepared().then(work), log),
    cannotOpen: () => broken !== undefined,
    close: async () => {
      closed = true
      await opened
      await current?.close()
    },
  }
}

/** Repeats work until it succeeds: the database may be repaired while the server runs. */
async function untilDone(work: () => Promise<unknown>, log: Pick<Logger, 'warn'>): Promise<void> {
  let logged: string | undefined
  for (let attempt = 0; ; attempt++) {
    try {
      await work()
      return
    } catch (error) {
      const reason = String(error)
      if (reason !== logged) log.warn({ error }, 'database cannot be used, tried again')
      logged = reason
      await pause(backoffMs(attempt, Math.random(), retryBounds))
    }
  }
}
