/** The priority of a query in a busy database: storing, then readers that resume, then the API. */
export type Priority = 'write' | 'resume' | 'api'

/** A parameter of a statement, such as `$1`. */
export type SqlValue = string | number | boolean | null | readonly (string | number | null)[]

/** A row: whole numbers as numbers, text as strings, SQL's null as null. */
export type Row = Readonly<Record<string, unknown>>

/** Runs statements: the database itself, or one transaction. */
export interface Statements {
  /**
   * Runs one statement with its parameters.
   *
   * @throws DatabaseUnavailable if the database cannot be reached, StatementFailed if it refuses.
   */
  readonly query: (
    sql: string,
    params?: readonly SqlValue[],
    priority?: Priority,
  ) => Promise<readonly Row[]>
  /** Runs any number of statements without parameters, and without a time limit. */
  readonly script: (sql: string) => Promise<void>
}

/**
 * The database, of either engine. Its callers use no session state, no COPY and no cursors, because
 * both engines must support them.
 */
export interface Db extends Statements {
  /**
   * Runs `work` in one transaction: committed when it resolves, rolled back when it rejects. `work`
   * must use the given statements only: another query may wait for the transaction for ever. It runs
   * again if the server ended the transaction because of another one (SQLSTATE 40001, 40P01), so it
   * changes nothing but the database.
   */
  readonly tx: <T>(work: (tx: Statements) => Promise<T>, priority?: Priority) => Promise<T>
  /** Waits for running queries and refuses waiting ones. Idempotent. */
  readonly close: () => Promise<void>
}

/** The reason for which there is no database: it is not open yet, it is away, or STORE is off. */
export type Absence = 'opening' | 'away' | 'off'

const absences: Readonly<Record<Absence, string>> = {
  opening: 'the database is not open yet',
  away: 'the database is away',
  off: 'there is no database, STORE is off',
}

/**
 * The database cannot be used now: it cannot be reached, or lacks room or memory, or there is none.
 * Unless STORE is off, the same call may succeed later.
 */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable'
  readonly absence: Absence

  constructor(absence: Absence, detail?: string, options?: ErrorOptions) {
    super([absences[absence], ...(detail === undefined ? [] : [detail])].join(': '), options)
    this.absence = absence
  }
}

/** Returns true for the error of a call of a database that does not exist, because STORE is off. */
export function isStoreOff(error: unknown): boolean {
  return error instanceof DatabaseUnavailable && error.absence === 'off'
}

/** Runs work with the database; resolves to undefined if there is none, because STORE is off. */
export async function unlessStoreOff<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    if (!isStoreOff(error)) throw error
    return undefined
  }
}

/** The database refused a statement: it or its data are wrong. */
export class StatementFailed extends Error {
  override readonly name = 'StatementFailed'
  /** The SQLSTATE, five characters. */
  readonly code: string

  constructor(message: string, code: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

// Connection exceptions, a refused login, a database that is not there, insufficient resources,
// operator intervention such as a shutdown, system errors: PostgreSQL's manual, appendix A. The
// statement causes none of them, and each may pass or be repaired while the relay runs.
const awayClasses = /^(?:08|28|3D|53|57P|58)/

/** Returns the error for an answer of the database with this SQLSTATE. */
export function refusal(message: string, code: string, cause?: unknown): Error {
  return awayClasses.test(code)
    ? new DatabaseUnavailable('away', message, { cause })
    : new StatementFailed(message, code, { cause })
}

/** The type id of `bigint` in both engines, which parse it differently by default. */
export const bigintType = 20

/**
 * Reads SQL's `bigint` as a number.
 *
 * @throws RangeError beyond 2^53, where a number would be rounded.
 */
export function parseBigint(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} does not fit a number`)
  return value
}
