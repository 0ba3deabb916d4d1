import type { Random } from '../../lib/random.ts'
import { backoffMs } from '../../lib/time/backoff.ts'
import type { Clock } from '../../lib/time/clock.ts'
import { StatementFailed, type Statements } from './db.ts'

// PostgreSQL's manual, appendix A: serialization_failure and deadlock_detected. The server has chosen
// this transaction to fail, so that another one succeeds.
const conflicts: ReadonlySet<string> = new Set(['40001', '40P01'])
const maxAttempts = 5
const conflictBounds = { leastMs: 5, firstMs: 25, lastMs: 200 }

/**
 * Runs a transaction again if the server ended it because of another one, up to five times in all, at
 * random distances that grow: transactions that met do not meet again.
 */
export async function repeatOnConflict<T>(
  attempt: () => Promise<T>,
  { clock, random }: { readonly clock: Clock; readonly random: Random },
): Promise<T> {
  for (let failures = 0; ; failures++) {
    try {
      return await attempt()
    } catch (error) {
      const isConflict = error instanceof StatementFailed && conflicts.has(error.code)
      if (!isConflict || failures === maxAttempts - 1) throw error
    }
    const delayMs = backoffMs(failures, random(), conflictBounds)
    await new Promise<void>((resolve) => clock.after(delayMs, resolve))
  }
}

/**
 * Runs `work` between `begin` and `commit`, or `rollback` if it rejects. A refused statement fails the
 * whole transaction, even if `work` continues after it; the caller gets the error of the statement.
 */
export async function transaction<T>(
  connection: Statements,
  work: (tx: Statements) => Promise<T>,
): Promise<T> {
  let spoiled: { readonly cause: unknown } | undefined
  const noting = async <R>(answer: Promise<R>): Promise<R> => {
    try {
      return await answer
    } catch (cause) {
      spoiled ??= { cause }
      throw cause
    }
  }
  await connection.query('begin')
  try {
    const result = await work({
      query: (sql, params) => noting(connection.query(sql, params)),
      script: (sql) => noting(connection.script(sql)),
    })
    // The server would answer `commit` with a silent rollback.
    if (spoiled) throw spoiled.cause
    await connection.query('commit')
    return result
  } catch (cause) {
    await rollBack(connection)
    throw cause
  }
}

async function rollBack(connection: Statements): Promise<void> {
  try {
    await connection.query('rollback')
  } catch {
    // The connection is lost, and the transaction with it; the caller gets the first error.
  }
}
