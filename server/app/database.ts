import { hostname } from 'node:os'
import { join } from 'node:path'
import type { Config } from '../config/index.ts'
import { backoffMs } from '../lib/time/backoff.ts'
import { systemClock, type Timer } from '../lib/time/clock.ts'
import type { Logger } from '../lib/logger.ts'
import { randomName } from '../lib/bytes/random-token.ts'
import { readOrCreateSecret } from '../lib/file/secret-file.ts'
import { pause, withTimeout } from '../lib/time/timeout.ts'
import type { Db } from '../store/engine/db.ts'
import { insertEvents } from '../store/query/event.ts'
import { LeaseHolder } from '../store/engine/lease-holder.ts'
import { DatabaseHeld, requireFree, type RelayIdentity } from '../store/query/lease.ts'
import { SchemaMismatch } from '../store/engine/migration.ts'
import { chooseStore, openStore, prepareStore, type StoreChoice } from '../store/engine/open.ts'
import { Writer, type WriterParts } from '../store/writer/writer.ts'

/** Options of {@link openDatabase}. */
export interface DatabaseOptions {
  readonly log: Logger
  /** Receives the time that the database took for a batch, in seconds. */
  readonly onWritten: (seconds: number) => void
  /** True takes the database from another relay that stores in it. */
  readonly takeOver?: boolean
}

/** The database, and its writer. */
export interface OpenDatabase {
  /** Settles when the database is open, maybe still unreachable; undefined if STORE is off. */
  readonly database: Promise<Db | undefined>
  /** Undefined if STORE is off. */
  readonly writer: Writer | undefined
  /** Prepares the database for writing; may be repeated. */
  readonly prepare: () => Promise<void>
  /**
   * Resolves when this relay may store, or when that is not known in time.
   *
   * @throws DatabaseHeld if another relay stores in the database.
   */
  readonly waitForLease: () => Promise<void>
  /** Resolves if another relay takes over the database; this one must then end. */
  readonly lost: Promise<DatabaseHeld>
  /** Returns the current problems, as text; an empty list if there are none. */
  readonly trouble: () => Promise<readonly string[]>
  /** Stores the waiting lines, if the database is available, and closes it. */
  readonly close: () => Promise<void>
}

// A stop has ten seconds, and must not wait for a database that hangs: the journals hold the lines.
const lastFlushMs = 3_000
const goodbyeMs = 1_000

// The maximal wait of a probe.
const pingMs = 1000

// The maximal wait of a start for the result whether another relay stores in the database.
const admissionMs = 2_000

// Partitions are made for a week ahead.
const preparedEveryMs = 6 * 3_600_000

// Creating the embedded database takes a core for some seconds.
const openBounds = { leastMs: 1_000, firstMs: 5_000, lastMs: 60_000 }

/** Opens the database of a configuration in the background. */
export function openDatabase(config: Config, options: DatabaseOptions): OpenDatabase {
  const { log, onWritten, takeOver = false } = options
  const { dataDir, store, databaseUrl, migrate } = config
  const choice = chooseStore({ dataDir, store, databaseUrl })
  const opening = openWithRetries(choice, log)
  const { database } = opening
  const relay = identityOf(dataDir)
  // The embedded database needs no lease: its folder is locked.
  const lease =
    choice.kind === 'postgres'
      ? new LeaseHolder({ relay, takeOver, clock: systemClock, log })
      : undefined
  let unfit: string | undefined
  const prepare = async (): Promise<void> => {
    const db = await database
    if (!db) return
    try {
      if (lease && !takeOver) await lease.watchLoss(() => requireFree(db, relay))
      await prepareStore(db, { migrate: migrate === 'on', log, now: systemClock.now() })
      await lease?.take(db)
      unfit = undefined
    } catch (error) {
      if (error instanceof SchemaMismatch || error instanceof DatabaseHeld) unfit = error.message
      throw error
    }
  }
  const refresh = repeat(preparedEveryMs, () => {
    prepare().catch((error: unknown) => log.warn({ error }, 'partitions not made, tried again'))
  })
  const parts = { database, prepare, log, lease, onWritten }
  const writer = choice.kind === 'off' ? undefined : writerInto(parts)
  return {
    database,
    writer,
    prepare,
    trouble: async () => [
      ...(opening.isBroken() ? ['the database cannot be opened'] : []),
      ...(unfit === undefined ? [] : [unfit]),
      ...((await answers(database)) ? [] : ['the database does not answer']),
      ...(writer?.stalled ? [`events cannot be stored: ${writer.counts.waiting} wait`] : []),
    ],
    waitForLease: async () => {
      if (lease) await untilAdmitted(prepare())
    },
    lost: lease?.lost ?? new Promise<never>(() => undefined),
    close: async () => {
      refresh.cancel()
      opening.stop()
      if (writer) await withTimeout(lastFlushMs, writer.close())
      if (lease) await withTimeout(goodbyeMs, lease.close())
      await withTimeout(
        goodbyeMs,
        database.then((db) => db?.close()),
      )
    },
  }
}

/** Opens a database, and tries again until it opens: the cause may be repaired while the relay runs. */
function openWithRetries(choice: StoreChoice, log: Logger) {
  let broken = false
  let stopped = false
  const open = async (): Promise<Db | undefined> => {
    for (let attempt = 0; ; attempt++) {
      try {
        const db = await openStore(choice, log)
        broken = false
        return db
      } catch (error) {
        if (!broken) log.error({ error }, 'database cannot be opened, tried again')
        broken = true
        if (stopped) throw error
        await pause(backoffMs(attempt, Math.random(), openBounds))
      }
    }
  }
  const database = open()
  database.catch(() => undefined) // it rejects only after a stop, when the result is not needed
  return { database, isBroken: () => broken, stop: () => (stopped = true) }
}

/** Returns the identity of this relay: the id of the data folder lasts over a restart, the run does not. */
function identityOf(dataDir: string): RelayIdentity {
  const { content: holder } = readOrCreateSecret({
    path: join(dataDir, 'relay-id'),
    make: randomName,
    pattern: /^[\w-]{16}$/,
    holds: 'the name of this relay',
    remedy:
      'Delete it: the database is then free half a minute after the relay that holds it has ended.',
  })
  const place = `on ${hostname()}, process ${process.pid}, since ${new Date().toISOString()}`
  return { holder, run: randomName(), place }
}

/** Waits for a preparation. @throws DatabaseHeld in time; other errors are for the next attempt. */
async function untilAdmitted(prepared: Promise<void>): Promise<void> {
  const refused = prepared.catch((error: unknown) => {
    if (error instanceof DatabaseHeld) throw error
  })
  await Promise.race([refused, pause(admissionMs)])
}

interface WriterInto {
  readonly database: Promise<Db | undefined>
  readonly prepare: () => Promise<void>
  readonly lease: LeaseHolder | undefined
  readonly log: Logger
  readonly onWritten: DatabaseOptions['onWritten']
}

function writerInto({ database, prepare, lease, log, onWritten }: WriterInto): Writer {
  const insert: WriterParts['insert'] = async (rows) => {
    const db = await database
    if (!db) return
    const startedAt = performance.now()
    if (lease) await lease.watchLoss(() => insertEvents(db, rows, lease.run))
    else await insertEvents(db, rows)
    onWritten((performance.now() - startedAt) / 1000)
  }
  return new Writer({ insert, prepare, clock: systemClock, random: Math.random, log })
}

function repeat(everyMs: number, call: () => void): Timer {
  let timer = systemClock.after(everyMs, function again() {
    call()
    timer = systemClock.after(everyMs, again)
  })
  return { cancel: () => timer.cancel() }
}

/** Returns true if the database answers soon, or if STORE is off. */
async function answers(database: Promise<Db | undefined>): Promise<boolean> {
  const asked = database.then(async (db) => {
    await db?.query('select 1')
    return true
  })
  return (await withTimeout(pingMs, asked)) ?? false
}
