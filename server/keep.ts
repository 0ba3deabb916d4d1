import { join } from 'node:path'
import type { Config } from './config.ts'
import { backoffMs } from './lib/backoff.ts'
import { systemClock, type Timer } from './lib/clock.ts'
import { takeLock } from './lib/lock-file.ts'
import type { Logger } from './lib/logger.ts'
import { randomName } from './lib/random-token.ts'
import { within } from './lib/within.ts'
import { Keeper } from './record/keeper.ts'
import { insertEvents } from './store/event.ts'
import { chooseStore, openStore, type Preparation, prepareStore } from './store/open.ts'
import { type Db, StoreAway } from './store/db.ts'
import { SchemaMismatch } from './store/migration.ts'
import { Writer, type WriterParts } from './store/writer.ts'

/** Everything that is kept on disk and in the database. */
export interface Keeping {
  readonly keeper: Keeper
  /** Undefined where nothing is stored; settles when the database is open, maybe still unreachable. */
  readonly database: Promise<Db | undefined>
  /** Does what needs the database; while that is away, again until it is done. */
  readonly whenThere: (work: () => Promise<void>) => Promise<void>
  /** Events that no database holds yet: they are in journals. */
  readonly waiting: () => number
  /** What is wrong now, in words; nothing while all is well. */
  readonly trouble: () => Promise<readonly string[]>
  /** Stores what waits, as far as the database is there, and lets everything go. */
  readonly close: () => Promise<void>
}

/** Is told how long the database took for a batch, in seconds. */
type OnWritten = (seconds: number) => void

// A database that hangs must not hold up the stop, which has ten seconds: what waits is in the journals.
const lastFlushMs = 3_000
const goodbyeMs = 1_000

const retryBounds = { leastMs: 200, firstMs: 500, lastMs: 5000 }

// A probe waits no longer than this.
const pingMs = 1000

// Partitions are made for a week ahead.
const preparedEveryMs = 6 * 3_600_000

/**
 * Takes the data folder, and opens the database beside what follows: nobody waits for it.
 *
 * @throws Locked if another process has the folder.
 */
export function openKeeping(config: Config, log: Logger, onWritten: OnWritten): Keeping {
  const { dataDir, store, databaseUrl } = config
  const lock = takeLock(join(dataDir, 'lock'))
  const choice = chooseStore({ dataDir, store, databaseUrl })
  const database = openStore(choice, log)
  let broken: string | undefined
  let unfit: string | undefined
  database.catch((error: unknown) => {
    broken = 'the database cannot be opened'
    log.error({ error }, broken)
  })
  const prepare = prepareWith(database, { migrate: config.migrate === 'on', log })
  const prepared = async (): Promise<void> => {
    try {
      await prepare()
      unfit = undefined
    } catch (error) {
      if (error instanceof SchemaMismatch) unfit = error.message
      throw error
    }
  }
  const refresh = repeat(preparedEveryMs, () => {
    prepared().catch((error: unknown) => log.warn({ error }, 'partitions not made, tried again'))
  })
  const writer =
    choice.kind === 'off' ? undefined : writerInto({ database, prepare: prepared, log, onWritten })
  const journalDir = join(dataDir, 'journal')
  const parts = { journalDir, database, writer, newEpoch: randomName, clock: systemClock, log }
  const keeper = new Keeper(parts)
  return {
    keeper,
    database,
    whenThere: (work) => untilThere(() => prepared().then(work), log),
    waiting: () => writer?.counts.waiting ?? 0,
    trouble: async () => [
      ...(broken === undefined ? [] : [broken]),
      ...(unfit === undefined ? [] : [unfit]),
      ...((await answers(database)) ? [] : ['the database does not answer']),
      ...keeper.memoryOnly.map((room) => `room ${room} is in memory only`),
    ],
    close: async () => {
      refresh.cancel()
      if (writer) await within(lastFlushMs, writer.close())
      await within(
        goodbyeMs,
        database.then((db) => db?.close()),
      )
      lock.close()
    },
  }
}

type Prepare = () => Promise<void>

/** Brings the database up to date; harmless when repeated. */
function prepareWith(
  database: Promise<Db | undefined>,
  how: Pick<Preparation, 'migrate' | 'log'>,
): Prepare {
  return async () => {
    const db = await database
    if (db) await prepareStore(db, { ...how, now: systemClock.now() })
  }
}

interface WriterInto {
  readonly database: Promise<Db | undefined>
  readonly prepare: Prepare
  readonly log: Logger
  readonly onWritten: OnWritten
}

function writerInto({ database, prepare, log, onWritten }: WriterInto): Writer {
  const insert: WriterParts['insert'] = async (rows) => {
    const db = await database
    if (!db) return
    const startedAt = performance.now()
    await insertEvents(db, rows)
    onWritten((performance.now() - startedAt) / 1000)
  }
  return new Writer({ insert, prepare, clock: systemClock, random: Math.random, log })
}

async function untilThere(work: () => Promise<void>, log: Logger): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof StoreAway)) throw error
      log.warn({ error }, 'database is away, tried again')
      await pause(backoffMs(attempt, Math.random(), retryBounds))
    }
  }
}

function repeat(everyMs: number, call: () => void): Timer {
  let timer = systemClock.after(everyMs, function again() {
    call()
    timer = systemClock.after(everyMs, again)
  })
  return { cancel: () => timer.cancel() }
}

function pause(delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    systemClock.after(delayMs, resolve)
  })
}

/** True if the database answers soon, or there is to be none. */
async function answers(database: Promise<Db | undefined>): Promise<boolean> {
  const asked = database.then(async (db) => {
    await db?.query('select 1')
    return true
  })
  return (await within(pingMs, asked)) ?? false
}
