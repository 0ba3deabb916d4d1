import { backoffMs } from '../../lib/time/backoff.ts'
import type { Clock, Timer } from '../../lib/time/clock.ts'
import type { Logger } from '../../lib/logger.ts'
import type { Random } from '../../lib/random.ts'
import { Backlog, type Followed, type LineSource } from './backlog.ts'
import { DatabaseUnavailable } from '../engine/db.ts'
import type { EventRow } from './event-row.ts'
import { readSlice, type SliceRead } from './read-slice.ts'

/** Dependencies of a {@link Writer}. */
export interface WriterParts {
  /** Stores rows, all or none; rows that are stored already do not change. */
  readonly insert: (rows: readonly EventRow[]) => Promise<void>
  /** Prepares the database for writing; called until it succeeds once. */
  readonly prepare: () => Promise<unknown>
  readonly clock: Clock
  readonly random: Random
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>
}

/** A log to be stored. */
export interface LogToStore {
  readonly room: string
  readonly log: LineSource
  /** Everything up to this position is in the database already. */
  readonly stored: number
  /** Called when everything up to a position is stored: the log may drop it. Must not throw. */
  readonly onStored?: (seq: number) => void
}

/** A log that is being stored; also a follower of the hub. */
export interface Following {
  /** Called when the log has grown. */
  readonly advanced: () => void
  /** Called when the log will not grow any more; waiting lines are still stored. Idempotent. */
  readonly closed: () => void
}

/** The counts of a writer since its start, in lines. */
export interface WriterCounts {
  readonly waiting: number
  readonly stored: number
  /** Lines that their log dropped before they were stored. */
  readonly lost: number
  /** Lines that are no events, which are skipped. */
  readonly unreadable: number
  /** Failed attempts since the last success. */
  readonly failures: number
}

/** The maximum number of rows of one statement. */
export const batchRows = 250
/** The time that a line waits for others of the same batch, while the database is available. */
export const gatherMs = 100
/** Milliseconds that lines wait without any being stored, before the writer counts as stalled. */
export const stallMs = 10_000
/** The delays between attempts while the database is unavailable, short enough to catch up soon. */
const retryBounds = { leastMs: 100, firstMs: 500, lastMs: 5000 }

/**
 * Stores the lines of logs in batches: {@link batchRows} lines, or those of {@link gatherMs}; one batch
 * at a time. While the database is unavailable, lines wait in the logs.
 */
export class Writer {
  readonly #parts: WriterParts
  readonly #backlog = new Backlog()
  readonly #onStored = new WeakMap<Followed, (seq: number) => void>()
  #work: Promise<unknown> = Promise.resolve()
  #underWay = 0
  #timer: Timer | undefined
  #stallTimer: Timer | undefined
  #stalled = false
  #prepared = false
  #stored = 0
  #unreadable = 0
  #failures = 0
  #failure: string | undefined
  #closed: Promise<void> | undefined

  constructor(parts: WriterParts) {
    this.#parts = parts
  }

  get counts(): WriterCounts {
    const { size: waiting, lost } = this.#backlog
    const [stored, unreadable, failures] = [this.#stored, this.#unreadable, this.#failures]
    return { waiting, stored, lost, unreadable, failures }
  }

  /** True while lines wait and none has been stored for {@link stallMs}, for any reason. */
  get stalled(): boolean {
    return this.#stalled
  }

  /** Starts to store a log, beginning after position `stored`. */
  follow({ room, log, stored, onStored }: LogToStore): Following {
    const followed = this.#backlog.add(room, log, stored)
    if (onStored) this.#onStored.set(followed, onStored)
    const advanced = (): void => {
      if (this.#closed) return
      this.#backlog.grow(followed)
      this.#watchStall()
      this.#schedule()
    }
    advanced()
    return {
      advanced,
      closed: () => {
        advanced()
        this.#backlog.end(followed)
      },
    }
  }

  /**
   * Stores every waiting line at once.
   *
   * @throws the error of the first failed attempt; its lines still wait then.
   */
  async flush(): Promise<void> {
    const outcome = await this.#start(1)
    if (outcome.kind === 'failed') throw outcome.cause
  }

  /** Makes one last attempt; lines that still wait are in the logs at the next start. Idempotent. */
  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  async #close(): Promise<void> {
    await this.#start(1)
    this.#timer?.cancel()
    this.#stallTimer?.cancel()
  }

  /** Schedules the next batch. While attempts fail, the timer is that of the next attempt. */
  #schedule(): void {
    if (this.#underWay > 0 || this.#backlog.size === 0) return
    if (this.#backlog.size >= batchRows && this.#failures === 0) void this.#start(batchRows)
    else this.#timer ??= this.#wake(this.#failures === 0 ? gatherMs : this.#retryMs())
  }

  #wake(delayMs: number): Timer {
    return this.#parts.clock.after(delayMs, () => void this.#start(batchRows))
  }

  #retryMs(): number {
    return backoffMs(this.#failures - 1, this.#parts.random(), retryBounds)
  }

  /** Writes at least one batch after the current one, and more while `least` lines wait. */
  #start(least: number): Promise<Outcome> {
    this.#timer?.cancel()
    this.#timer = undefined
    this.#underWay += 1
    const work = this.#work.then(() => this.#drain(least))
    this.#work = work
    return work
  }

  async #drain(least: number): Promise<Outcome> {
    const outcome = await this.#attempt(least)
    this.#underWay -= 1
    this.#note(outcome)
    if (!this.#closed) this.#schedule()
    return outcome
  }

  async #attempt(least: number): Promise<Outcome> {
    try {
      if (!this.#prepared) await this.#parts.prepare()
      this.#prepared = true
      const unread = new Map<Followed, unknown>()
      do await this.#writeBatch(unread)
      while (this.#backlog.size - this.#backlog.waitingIn(new Set(unread.keys())) >= least)
      const [cause] = unread.values()
      return unread.size === 0 ? { kind: 'written' } : { kind: 'failed', cause }
    } catch (cause) {
      return { kind: 'failed', cause }
    }
  }

  /** Stores one batch. @param unread - collects logs that cannot be read now; others do not wait for them. */
  async #writeBatch(unread: Map<Followed, unknown>): Promise<void> {
    const slices = this.#backlog.next(batchRows, new Set(unread.keys()))
    const read: SliceRead[] = []
    const outcomes = await Promise.allSettled(slices.map(readSlice))
    for (const [index, { followed }] of slices.entries()) {
      const outcome = outcomes[index]
      if (outcome?.status === 'fulfilled') read.push(outcome.value)
      else unread.set(followed, outcome?.reason)
    }
    if (read.length === 0) return
    const rows = read.flatMap(({ rows: some }) => some)
    if (rows.length > 0) await this.#parts.insert(rows)
    for (const { followed, last, lines, rows: some } of read) {
      this.#stored += some.length
      this.#unreadable += lines - some.length
      this.#backlog.settle(followed, last)
    }
    this.#stalled = false
    this.#stallTimer?.cancel()
    this.#stallTimer = undefined
    this.#watchStall()
    for (const { followed, last } of read) this.#onStored.get(followed)?.(last)
  }

  /** Starts the timer of a stall. A timer, because a change of the system clock is no stall. */
  #watchStall(): void {
    if (this.#backlog.size === 0) return
    this.#stallTimer ??= this.#parts.clock.after(stallMs, () => (this.#stalled = true))
  }

  /** Logs each kind of failure once, and the recovery; not every attempt. */
  #note(outcome: Outcome): void {
    const { log } = this.#parts
    const { waiting } = this.counts
    if (outcome.kind === 'written') {
      if (this.#failures > 0) log.info({ waiting }, 'events are stored again')
      this.#failures = 0
      this.#failure = undefined
      return
    }
    const { cause: error } = outcome
    const before = this.#failure
    this.#failures += 1
    this.#failure = error instanceof Error ? error.name : typeof error
    if (this.#failure === before) return
    if (error instanceof DatabaseUnavailable)
      log.warn({ error, waiting }, 'events wait for the database')
    else log.error({ error, waiting }, 'events cannot be stored')
  }
}

type Outcome = { readonly kind: 'written' } | { readonly kind: 'failed'; readonly cause: unknown }
