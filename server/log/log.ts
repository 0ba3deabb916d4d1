/**
 * The ordered record of one room: the hub appends before it shows, so that shown events can be read
 * again. One writer; positions run 1, 2, 3 … without holes within an epoch.
 */
export interface Log {
  /** The name of the log's epoch. */
  readonly epoch: string
  /** The position of the newest line; 0 before the first. */
  readonly head: number
  /**
   * The position of the oldest line that {@link Log.read} can return; `head + 1` if there is none.
   */
  readonly oldest: number
  /**
   * Appends the lines of one tick at `head + 1` and on: all of them or none.
   *
   * @throws LogFailed if none was appended; the log then accepts no more, but can still be read.
   */
  readonly append: (lines: readonly string[]) => void
  /**
   * Returns at most `limit` lines from position `from` on, in order. Never others than requested: a
   * `from` below `oldest` or above `head` gives none.
   */
  readonly read: (from: number, limit: number) => Promise<readonly string[]>
  /** Marks the lines up to this position as stored elsewhere: the log may delete them. */
  readonly trim: (upTo: number) => void
  /** Closes the log. Idempotent. */
  readonly close: () => Promise<void>
}

/**
 * The reason why a log accepts no more: no space is left, it cannot be written or read for another
 * reason, or another writer has taken it over.
 */
export type LogFailure = 'full' | 'broken' | 'fenced'

/**
 * The error of a log that its writer has lost; the room continues in another one, under a new
 * epoch.
 */
export class LogFailed extends Error {
  override readonly name = 'LogFailed'
  readonly reason: LogFailure

  constructor(reason: LogFailure, message: string, options?: ErrorOptions) {
    super(message, options)
    this.reason = reason
  }
}
