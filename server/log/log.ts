/**
 * The ordered record of one room: the hub appends before anybody sees, so that what was shown can
 * be read again. One writer; positions run 1, 2, 3 … without holes within an epoch.
 */
export interface Log {
  /** One life of the log. */
  readonly epoch: string
  /** Position of the newest line; 0 before the first. */
  readonly head: number
  /** Position of the oldest line that {@link Log.read} can give; `head + 1` if there is none. */
  readonly oldest: number
  /**
   * Appends the lines of one turn at `head + 1` and on: all of them or none.
   *
   * @throws {LogFailed} if none was appended; the log then takes no more, but can still be read.
   */
  readonly append: (lines: readonly string[]) => void
  /**
   * At most `limit` lines from position `from` on, in order. Never others than asked for: a `from`
   * below `oldest` or above `head` gives none.
   */
  readonly read: (from: number, limit: number) => Promise<readonly string[]>
  /** Lines up to this position are kept elsewhere now: the log may forget them. */
  readonly trim: (upTo: number) => void
  /** Idempotent. */
  readonly close: () => Promise<void>
}

/**
 * Why a log takes no more: no space is left, it cannot be written or read for another reason, or
 * another writer has taken it over.
 */
export type LogFailure = 'full' | 'broken' | 'fenced'

/** A log is lost to its writer, who goes on in another one, under a new epoch. */
export class LogFailed extends Error {
  override readonly name = 'LogFailed'
  readonly reason: LogFailure

  constructor(reason: LogFailure, message: string, options?: ErrorOptions) {
    super(message, options)
    this.reason = reason
  }
}
