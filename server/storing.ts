import { hostname } from 'node:os'
import { join } from 'node:path'
import type { Config } from './config.ts'
import { backoffMs } from './lib/backoff.ts'
import { systemClock, type Timer } from './lib/clock.ts'
import type { Logger } from './lib/logger.ts'
import { randomName } from './lib/random-token.ts'
import { readOrCreateSecret } from './lib/secret-file.ts'
import { pause, within } from './lib/within.ts'
import type { Db } from './store/db.ts'
import { insertEvents } from './store/event.ts'
import { LeaseHolder } from './store/lease-holder.ts'
import { DatabaseHeld, requireFree, type Tenant } from './store/lease.ts'
import { SchemaMismatch } from './store/migration.ts'
import { chooseStore, openStore, prepareStore, type StoreChoice } from './store/open.ts'
import { Writer, type WriterParts } from './store/writer.ts'

/** What is told of storing, and how it begins. */
export interface StoringOptions {
  readonly log: Logger
  /** Is told how long the database took for a batch, in seconds. */
  readonly onWritten: (seconds: number) => void
  /** Takes the database from another relay that stores in it. */
  readonly takeOver?: boolean
}

/** The database, and the way into it. */
export interface Storing {
  /** Undefined where nothing is stored; settles when the database is open, maybe still unreachable. */
  readonly database: Promise<Db | undefined>
  /** Undefined where nothing is stored. */
  readonly writer: Writer | undefined
  /** Makes the database fit to write to; harmless when repeated. */
  readonly prepare: () => Promise<void>
  /**
   * Resolves when it is clear that this relay may store, or that nobody can tell in time.
   *
   * @throws DatabaseHeld if another relay stores in the database.
   */
  readonly admitted: () => Promise<void>
  /** Resolves if another relay takes the database over: this one has to end. */
  readonly lost: Promise<DatabaseHeld>
  /** What is wrong now, in words; nothing while all is well. */
  readonly trouble: () => Promise<readonly string[]>
  /** Stores what waits, as far as the database is there, and lets it go. */
  readonly close: () => Promise<void>
}

// A database that hangs must not hold up the stop, which has ten seconds: what waits is in the journals.
const lastFlushMs = 3_000
const goodbyeMs = 1_000

// A probe waits no longer than this.
const pingMs = 1000

// So long a start waits for the word whether another relay stores in the database.
const admissionMs = 2_000

// Partitions are made for a week ahead.
const preparedEveryMs = 6 * 3_600_000

// To make the embedded database takes a core for some seconds.
const openBounds = { leastMs: 1_000, firstMs: 5_000, lastMs: 60_000 }

/** Opens the database of a configuration: nobody waits for it. */
export function openStoring(config: Config, options: StoringOptions): Storing {
  const { log, onWritten, takeOver = false } = options
  const { dataDir, store, databaseUrl, migrate } = config
  const choice = chooseStore({ dataDir, store, databaseUrl })
  const opening = openAgain(choice, log)
  const { database } = opening
  const tenant = tenantOf(dataDir)
  // The embedded database is in a folder that is locked.
  const lease =
    choice.kind === 'postgres'
      ? new LeaseHolder({ tenant, takeOver, clock: systemClock, log })
      : undefined
  let unfit: string | undefined
  const prepare = async (): Promise<void> => {
    const db = await database
    if (!db) return
    try {
      if (lease && !takeOver) await lease.noting(() => requireFree(db, tenant))
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
    admitted: async () => {
      if (lease) await soon(prepare())
    },
    lost: lease?.lost ?? new Promise<never>(() => undefined),
    close: async () => {
      refresh.cancel()
      opening.stop()
      if (writer) await within(lastFlushMs, writer.close())
      if (lease) await within(goodbyeMs, lease.close())
      await within(
        goodbyeMs,
        database.then((db) => db?.close()),
      )
    },
  }
}

/** Opens a database as often as that takes: what is in its way may be mended while we run. */
function openAgain(choice: StoreChoice, log: Logger) {
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
  database.catch(() => undefined) // only a stop ends it, and nobody asks then
  return { database, isBroken: () => broken, stop: () => (stopped = true) }
}

/** Who stores here: the data folder is the same after a restart, the run is not. */
function tenantOf(dataDir: string): Tenant {
  const { content: holder } = readOrCreateSecret({
    path: join(dataDir, 'relay-id'),
    make: randomName,
    pattern: /^[\w-]{16}$/,
    holds: 'the name of this relay',
    cure: 'Delete it: the database is then free half a minute after the relay that holds it has ended.',
  })
  const place = `on ${hostname()}, process ${process.pid}, since ${new Date().toISOString()}`
  return { holder, run: randomName(), place }
}

/** A refusal is told if it comes in time; whatever else goes wrong is tried again later. */
async function soon(prepared: Promise<void>): Promise<void> {
  const refused = prepared.catch((error: unknown) => {
    if (error instanceof DatabaseHeld) throw error
  })
  const late = new Promise<void>((resolve) => void systemClock.after(admissionMs, resolve))
  await Promise.race([refused, late])
}

interface WriterInto {
  readonly database: Promise<Db | undefined>
  readonly prepare: () => Promise<void>
  readonly lease: LeaseHolder | undefined
  readonly log: Logger
  readonly onWritten: StoringOptions['onWritten']
}

function writerInto({ database, prepare, lease, log, onWritten }: WriterInto): Writer {
  const insert: WriterParts['insert'] = async (rows) => {
    const db = await database
    if (!db) return
    const startedAt = performance.now()
    if (lease) await lease.noting(() => insertEvents(db, rows, lease.run))
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

/** True if the database answers soon, or there is to be none. */
async function answers(database: Promise<Db | undefined>): Promise<boolean> {
  const asked = database.then(async (db) => {
    await db?.query('select 1')
    return true
  })
  return (await within(pingMs, asked)) ?? false
}
