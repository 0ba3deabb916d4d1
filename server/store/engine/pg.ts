import pg from 'pg'
import type { Logger } from '../../lib/logger.ts'
import { systemClock } from '../../lib/time/clock.ts'
import { createBreaker } from './breaker.ts'
import {
  bigintType,
  type Db,
  parseBigint,
  type Priority,
  refusal,
  type Statements,
  DatabaseUnavailable,
} from './db.ts'
import { repeatOnConflict, transaction } from './transaction.ts'
import { PriorityLimiter } from './priority-limiter.ts'

const connections = 10
const waiting = 1_000
const connectMs = 5_000
// No answer in this time means a dead network. A script has no limit: it may be a long migration.
const answerMs = 60_000

const repetition = { clock: systemClock, random: Math.random }

/** Returns the database of a PostgreSQL server. Connects at the first query and after each loss. */
export function openPostgres(url: string, log: Pick<Logger, 'warn'>): Db {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'danmu-relay',
    max: connections,
    connectionTimeoutMillis: connectMs,
    keepAlive: true,
    types: { getTypeParser },
  })
  // Node ends a process when a connection without an error listener is lost. A loss between statements
  // is logged here, without the error itself, which holds the whole client. A loss during a statement
  // is the error of that statement, so the listener of the client does nothing.
  pool.on('error', ({ message }) => log.warn({ reason: message }, 'database connection lost'))
  pool.on('connect', (client) => client.on('error', () => undefined))
  const breaker = createBreaker(systemClock)
  const limiter = new PriorityLimiter({ width: connections, waiting, breaker })
  let closed: Promise<void> | undefined
  const lent = <T>(priority: Priority, work: (one: Statements) => Promise<T>): Promise<T> =>
    limiter.run(priority, () => lend(pool, work))
  return {
    query: (sql, params, priority = 'api') => lent(priority, (one) => one.query(sql, params)),
    script: (sql) => lent('api', (one) => one.script(sql)),
    tx: (work, priority = 'api') =>
      repeatOnConflict(() => lent(priority, (one) => transaction(one, work)), repetition),
    close: () => (closed ??= limiter.close().then(() => pool.end())),
  }
}

/** Runs work on a connection of the pool; a connection that was lost does not return to the pool. */
async function lend<T>(pool: pg.Pool, work: (connection: Statements) => Promise<T>): Promise<T> {
  const client = await answered(pool.connect())
  let lost = false
  try {
    return await work(statementsOf(client))
  } catch (cause) {
    lost = cause instanceof DatabaseUnavailable
    throw cause
  } finally {
    client.release(lost)
  }
}

function statementsOf(client: pg.PoolClient): Statements {
  return {
    query: async (text, params = []) => {
      const statement = { text, values: [...params], query_timeout: answerMs }
      const { rows } = await answered(client.query<Record<string, unknown>>(statement))
      return rows
    },
    script: async (text) => {
      await answered(client.query(text))
    },
  }
}

async function answered<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch (cause) {
    throw translated(cause)
  }
}

/** Returns the error of the server's answer; without an answer the database is unavailable. */
function translated(cause: unknown): unknown {
  if (cause instanceof pg.DatabaseError) return refusal(cause.message, cause.code ?? '', cause)
  if (cause instanceof TypeError || cause instanceof RangeError) return cause // from this program
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new DatabaseUnavailable('away', reason, { cause })
}

const getTypeParser: typeof pg.types.getTypeParser = (
  type: number,
  format?: Parameters<typeof pg.types.getTypeParser>[1],
) => (type === bigintType ? parseBigint : pg.types.getTypeParser(type, format))
