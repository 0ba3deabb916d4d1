import { hostname } from 'node:os'
import { join } from 'node:path'
import type { Config } from '../config/index.ts'
import { systemClock, type Timer } from '../lib/time/clock.ts'
import type { Logger } from '../lib/logger.ts'
import { randomName } from '../lib/bytes/random-token.ts'
import { readOrCreateSecret } from '../lib/file/secret-file.ts'
import { pause, withTimeout } from '../lib/time/timeout.ts'
import { type Database, openDatabase } from '../store/engine/database.ts'
import { type Db, unlessStoreOff } from '../store/engine/db.ts'
import { insertEvents } from '../store/query/event.ts'
import { LeaseHolder } from '../store/engine/lease-holder.ts'
import { DatabaseHeld, requireFree, type RelayIdentity } from '../store/query/lease.ts'
import { SchemaMismatch } from '../store/engine/migration.ts'
import { chooseStore, openStore, prepareStore } from '../store/engine/open.ts'
import { Writer, type WriterParts } from '../store/writer/writer.ts'

/** Options of {@link connectDatabase}. */
export interface DatabaseOptions {
  readonly log: Logger
  /** Receives the time that the database took for a batch, in seconds. */
  readonly onWritten: (seconds: number) => void
  /** True takes the database from another relay that stores in it. */
  readonly takeOver?: boolean
}

/** The database, and its writer. */
export interface DatabaseAccess {
  readonly database: Database
  /** Undefined if STORE is off. */
  readonly writer: Writer | undefined
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

// The maximal wait of a start for the result whether another relay stores in the database. One that
// takes it over must not read what is stored before the other has stored its last event; after its
// time the database is away, and the other cannot store either.
const admissionMs = { usual: 2_000, takeOver: 30_000 } as const

// Partitions are made for a week ahead.
const preparedEveryMs = 6 * 3_600_000

/** Opens the database of a configuration in the background. */
export function connectDatabase(config: Config, options: DatabaseOptions): DatabaseAccess {
  const { log, onWritten, takeOver = false } = options
  const { dataDir, store, databaseUrl, migrate } = config
  const choice = chooseStore({ dataDir, store, databaseUrl })
  const relay = identityOf(dataDir)
  // The embedded database needs no lease: its folder is locked.
  const lease =
    choice.kind === 'postgres'
      ? new LeaseHolder({ relay, takeOver, clock: systemClock, log })
      : undefined
  let unfit: string | undefined
  const prepare = async (db: Db): Promise<void> => {
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
  const open = choice.kind === 'off' ? undefined : () => openStore(choice, log)
  const database = openDatabase({ open, prepare, log })
  const refresh = repeat(preparedEveryMs, () => {
    database
      .prepare()
      .catch((error: unknown) => log.warn({ error }, 'partitions not made, tried again'))
  })
  const writer = open && writerInto({ database, log, lease, onWritten })
  return {
    database,
    writer,
    trouble: async () => [
      ...(database.cannotOpen() ? ['the database cannot be opened'] : []),
      ...(unfit === undefined ? [] : [unfit]),
      ...((await answers(database)) ? [] : ['the database does not answer']),
      ...(writer?.stalled ? [`events cannot be stored: ${writer.counts.waiting} wait`] : []),
    ],
    waitForLease: async () => {
      const withinMs = takeOver ? admissionMs.takeOver : admissionMs.usual
      if (lease) await untilAdmitted(database.prepare(), withinMs)
    },
    lost: lease?.lost ?? new Promise<never>(() => undefined),
    close: async () => {
      refresh.cancel()
      if (writer) await withTimeout(lastFlushMs, writer.close())
      if (lease) await withTimeout(goodbyeMs, lease.close())
      await withTimeout(goodbyeMs, database.close())
    },
  }
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
async function untilAdmitted(prepared: Promise<void>, withinMs: number): Promise<void> {
  const refused = prepared.catch((error: unknown) => {
    if (error instanceof DatabaseHeld) throw error
  })
  await Promise.race([refused, pause(withinMs)])
}

interface WriterInto {
  readonly database: Database
  readonly lease: LeaseHolder | undefined
  readonly log: Logger
  readonly onWritten: DatabaseOptions['onWritten']
}

function writerInto({ database, lease, log, onWritten }: WriterInto): Writer {
  const { prepare } = database
  const insert: WriterParts['insert'] = async (rows) => {
    const startedAt = performance.now()
    if (lease) await lease.watchLoss(() => insertEvents(database, rows, lease.run))
    else await insertEvents(database, rows)
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
async function answers(database: Database): Promise<boolean> {
  const asked = unlessStoreOff(() => database.query('select 1')).then(() => true)
  return (await withTimeout(pingMs, asked)) ?? false
}
