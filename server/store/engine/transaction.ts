import type { Statements } from './db.ts'

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
