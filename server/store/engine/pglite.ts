import { takeLock } from '../../lib/file/lock-file.ts'
import type { Logger } from '../../lib/logger.ts'
import { systemClock } from '../../lib/time/clock.ts'
import { createBreaker } from './breaker.ts'
import type { Db, Priority } from './db.ts'
import { type PgliteThread, startThread } from './pglite-thread.ts'
import { repeatOnConflict, transaction } from './transaction.ts'
import { PriorityLimiter } from './priority-limiter.ts'

const waiting = 1_000
const repetition = { clock: systemClock, random: Math.random }

/**
 * Opens PostgreSQL inside this process, stored in the folder `dir`: no server to install, one statement
 * at a time. A killed process loses nothing that was committed; a power cut may. If its thread crashes,
 * the next call starts another.
 *
 * @throws Locked if another process uses the folder, DatabaseUnavailable if it does not open.
 */
export async function openPglite(
  dir: string,
  log: Pick<Logger, 'warn'>,
  start: typeof startThread = startThread,
): Promise<Db> {
  const lock = takeLock(`${dir}.lock`) // beside the folder, which must be empty at the first start
  const breaker = createBreaker(systemClock)
  const limiter = new PriorityLimiter({ width: 1, waiting, breaker })
  let thread: Promise<PgliteThread> | undefined
  let closed: Promise<void> | undefined
  const running = (): Promise<PgliteThread> => (thread ??= start(dir, () => (thread = undefined)))
  const close = async (): Promise<void> => {
    await limiter.close()
    try {
      await (await thread)?.close()
    } finally {
      lock.close()
    }
  }
  const inTurn = <T>(priority: Priority, job: (thread: PgliteThread) => Promise<T>): Promise<T> =>
    limiter.run(priority, async () => job(await running()))
  try {
    await running()
  } catch (cause) {
    lock.close()
    throw cause
  }
  log.warn({ dir }, 'embedded database: a power cut can damage it, so it is not for money')
  return {
    query: (sql, params, priority = 'api') => inTurn(priority, (db) => db.query(sql, params)),
    script: (sql) => inTurn('api', (db) => db.script(sql)),
    tx: (work, priority = 'api') =>
      repeatOnConflict(() => inTurn(priority, (db) => transaction(db, work)), repetition),
    close: () => (closed ??= close()),
  }
}
