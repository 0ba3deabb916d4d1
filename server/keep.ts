import { join } from 'node:path'
import type { Config } from './config.ts'
import { backoffMs } from './lib/backoff.ts'
import { systemClock } from './lib/clock.ts'
import { takeLock } from './lib/lock-file.ts'
import type { Logger } from './lib/logger.ts'
import { randomName } from './lib/random-token.ts'
import { pause } from './lib/within.ts'
import { Journals } from './record/journals.ts'
import { Keeper } from './record/keeper.ts'
import { openStoring, type Storing, type StoringOptions } from './storing.ts'

/** Everything that is kept on disk and in the database. */
export interface Keeping extends Pick<Storing, 'database' | 'lost' | 'close'> {
  readonly keeper: Keeper
  /** Runs work that needs the database, and repeats it until it succeeds. */
  readonly whenThere: (work: () => Promise<void>) => Promise<void>
  /** Events that no database holds yet: they are in journals. */
  readonly waiting: () => number
  /**
   * Returns the current problems, in words; an empty list if there are none.
   *
   * @param named - true if the words may name rooms, which not every caller may know.
   */
  readonly trouble: (named?: boolean) => Promise<readonly string[]>
}

const retryBounds = { leastMs: 200, firstMs: 500, lastMs: 5000 }

// The memory for lines while a disk is full; beyond it the oldest lines are dropped.
const maxMemoryBytes = 64 * 1024 * 1024

/**
 * Locks the data folder, and opens the database in the background. It waits only for the result
 * whether another relay stores in the database.
 *
 * @throws Locked if another process has the folder, DatabaseHeld if another relay has the database.
 */
export async function openKeeping(config: Config, options: StoringOptions): Promise<Keeping> {
  const { dataDir } = config
  const { log } = options
  const lock = takeLock(join(dataDir, 'lock'))
  const storing = openStoring(config, options)
  const { database, writer } = storing
  const close = async (): Promise<void> => {
    await storing.close()
    lock.close()
  }
  try {
    await storing.waitForLease()
  } catch (error) {
    await close()
    throw error
  }
  const keeper = new Keeper({
    journals: new Journals({ dir: join(dataDir, 'journal'), newEpoch: randomName, log }),
    database,
    writer,
    clock: systemClock,
    log,
    memory: { maxBytes: maxMemoryBytes, usedBytes: 0 },
  })
  return {
    keeper,
    database,
    whenThere: (work) => untilThere(() => storing.prepare().then(work), log),
    waiting: () => writer?.counts.waiting ?? 0,
    trouble: async (named = false) => [
      ...(await storing.trouble()),
      ...memoryTrouble([...keeper.memoryOnly], named),
    ],
    lost: storing.lost,
    close,
  }
}

/** Repeats work until it succeeds: an operator may repair the database while the server runs. */
async function untilThere(work: () => Promise<void>, log: Logger): Promise<void> {
  let logged: string | undefined
  for (let attempt = 0; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      const reason = String(error)
      if (reason !== logged) log.warn({ error }, 'database cannot be used, tried again')
      logged = reason
      await pause(backoffMs(attempt, Math.random(), retryBounds))
    }
  }
}

function memoryTrouble(rooms: readonly string[], named: boolean): readonly string[] {
  if (rooms.length === 0) return []
  if (named) return rooms.map((room) => `room ${room} is in memory only`)
  return [`${rooms.length === 1 ? 'a room is' : `${rooms.length} rooms are`} in memory only`]
}
