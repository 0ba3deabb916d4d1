import { StatementRefused, StoreAway } from '../store/db.ts'
import { Problem } from './problem.ts'

// SQLSTATE classes: a wrong password or role, no such database. For the operator to mend, not for
// who asks, and none of the statement's fault.
const unopened = /^(?:28|3D)/

/**
 * Returns the problem of an error that says only that the database cannot be asked now. Its own words
 * stay in the log: they may hold the address of the database.
 *
 * @param detail what cannot be told or done for that.
 */
export function databaseAway(error: unknown, detail: string): Problem | undefined {
  const away =
    error instanceof StoreAway || (error instanceof StatementRefused && unopened.test(error.code))
  return away ? new Problem('not-ready', detail, { cause: error }) : undefined
}
