import { StatementFailed, DatabaseUnavailable } from '../store/engine/db.ts'
import { Problem } from './problem.ts'

// SQLSTATE classes: a wrong password or role, no such database. The operator must correct these;
// neither the client nor the statement is wrong.
const unopened = /^(?:28|3D)/

/**
 * Returns the problem for an error that only means that the database is unavailable; undefined for
 * other errors. The message of the error stays in the log, as it may hold the database's address.
 *
 * @param detail the message to the client: what is not possible now.
 */
export function databaseAway(error: unknown, detail: string): Problem | undefined {
  const away =
    error instanceof DatabaseUnavailable ||
    (error instanceof StatementFailed && unopened.test(error.code))
  return away ? new Problem('not-ready', detail, { cause: error }) : undefined
}
