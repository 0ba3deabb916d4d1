/** Who goes first when the database is busy: storing, then readers that resume, then the API. */
export type Priority = 'write' | 'resume' | 'api'

/** What may be given to a statement as `$1` … */
export type SqlValue = string | number | boolean | null | readonly (string | number | null)[]

/** One row: whole numbers as numbers, text as strings, SQL's null as null. */
export type Row = Readonly<Record<string, unknown>>

/** Runs statements: the database itself, or one transaction. */
export interface Statements {
  /**
   * Runs one statement with its parameters.
   *
   * @throws StoreAway if the database cannot be reached, StatementRefused if it said no.
   */
  readonly query: (
    sql: string,
    params?: readonly SqlValue[],
    priority?: Priority,
  ) => Promise<readonly Row[]>
  /** Runs any number of statements without parameters; takes as long as it takes. */
  readonly script: (sql: string) => Promise<void>
}

/**
 * The database, whichever engine is behind it. Code above it uses no session state, no COPY and no
 * cursors, so that both engines carry it.
 */
export interface Db extends Statements {
  /**
   * Runs `work` in one transaction: committed when it resolves, rolled back when it rejects. What it
   * does outside the given statements is no part of that, and may wait for the transaction for ever.
   */
  readonly tx: <T>(work: (tx: Statements) => Promise<T>, priority?: Priority) => Promise<T>
  /** Ends what runs, refuses what waits. Idempotent. */
  readonly close: () => Promise<void>
}

/** The database cannot be reached now, or lacks room or memory. The same call may succeed later. */
export class DatabaseUnavailable extends Error {
  override readonly name = 'StoreAway'
}

/** The database answered no: the statement or its data are wrong. */
export class StatementFailed extends Error {
  override readonly name = 'StatementRefused'
  /** SQLSTATE, five characters. */
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

/** The error a caller sees for a database's answer with this SQLSTATE. */
export function refusal(message: string, code: string, cause?: unknown): Error {
  return awayClasses.test(code)
    ? new DatabaseUnavailable(`the database is away: ${message}`, { cause })
    : new StatementFailed(message, code, { cause })
}

/** Type id of `bigint` in both engines, whose own reading of it differs. */
export const bigintType = 20

/**
 * Reads SQL's `bigint` as a number.
 *
 * @throws RangeError beyond 2^53, where a number would lie.
 */
export function parseBigint(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} does not fit a number`)
  return value
}
