import type { Logger } from '../lib/logger.ts'
import type { Clock, Timer } from '../lib/time/clock.ts'
import type { BareDraft } from '../platform/platform.ts'
import type { Database } from '../store/engine/database.ts'
import {
  beginOutbox,
  outboxEventId,
  type OutboxRow,
  removeRows,
  waitingRows,
} from '../store/query/outbox.ts'

/** The place where the events of live rooms are published. */
export interface OutboxTarget {
  /** Opens a live room for events. @returns false if that is not possible now. */
  readonly open: (room: string) => Promise<boolean>
  /**
   * Publishes events in an open live room; resolves when they are in its log. An event whose id the
   * room knows is not published again. @returns false if the room was closed meanwhile.
   */
  readonly publish: (room: string, drafts: readonly BareDraft[]) => Promise<boolean>
  /** Returns false while the log of a live room is in memory only, and would not survive a kill. */
  readonly isKept: (room: string) => boolean
  /** Returns which events an open live room has published, by its files and the database. */
  readonly published: (room: string, ids: readonly string[]) => Promise<ReadonlySet<string>>
}

/** Dependencies of {@link OutboxPump}. */
export interface OutboxPumpParts {
  readonly database: Pick<Database, 'query' | 'script'>
  readonly target: OutboxTarget
  readonly clock: Clock
  readonly log: Pick<Logger, 'warn'>
}

/** The time after which the outbox is read without a call. */
export const pumpEveryMs = 5_000
const rowsAtOnce = 200

/**
 * Publishes the rows of the outbox in order, each once, and deletes them when a journal has their
 * events. Rows of an earlier run may be published already: before they are published, they are looked
 * up, because a room remembers only a part of what it published.
 */
export class OutboxPump {
  readonly #parts: OutboxPumpParts
  /** Rows that are published, and not deleted yet. */
  readonly #shown = new Set<number>()
  /** The rows before this one are of an earlier run. */
  #first = 0
  #running: Promise<void> | undefined
  #woken = false
  #waiting = 0
  #timer: Timer | undefined
  #trouble: string | undefined
  #closed = false

  constructor(parts: OutboxPumpParts) {
    this.#parts = parts
  }

  /** The number of rows that the last reading left. */
  get waiting(): number {
    return this.#waiting
  }

  /** Begins to publish; no row may be added by this run before. @throws the errors of the database. */
  async begin(): Promise<void> {
    const { database, clock } = this.#parts
    this.#first = await beginOutbox(database, clock.now())
    this.wake()
  }

  /** Publishes new rows soon. */
  wake(): void {
    this.#woken = true
    if (this.#first > 0 && !this.#closed) this.#running ??= this.#run()
  }

  /** Finishes the current work, and publishes nothing more. Idempotent. */
  async close(): Promise<void> {
    this.#closed = true
    this.#timer?.cancel()
    await this.#running
  }

  async #run(): Promise<void> {
    this.#timer?.cancel()
    while (this.#woken && !this.#closed) {
      this.#woken = false
      try {
        await this.#drain()
        this.#trouble = undefined
      } catch (error) {
        this.#report(error)
      }
    }
    this.#running = undefined
    if (!this.#closed) this.#timer = this.#parts.clock.after(pumpEveryMs, () => this.wake())
  }

  /** Publishes all rows; those of a room that cannot be opened wait, without delaying others. */
  async #drain(): Promise<void> {
    const { database } = this.#parts
    const waiting: string[] = []
    this.#waiting = 0
    for (;;) {
      const rows = await waitingRows(database, rowsAtOnce, waiting)
      const done: number[] = []
      for (const [room, some] of byRoom(rows)) {
        if (await this.#show(room, some)) done.push(...some.map(({ id }) => id))
        else waiting.push(room)
      }
      if (done.length > 0) await removeRows(database, done)
      for (const id of done) this.#shown.delete(id)
      this.#waiting += rows.length - done.length
      if (rows.length < rowsAtOnce || this.#closed) return
    }
  }

  /** Publishes rows of a room unless they are. @returns true if its log has them all. */
  async #show(room: string, rows: readonly OutboxRow[]): Promise<boolean> {
    const { target } = this.#parts
    try {
      if (!(await target.open(room))) return false
      await this.#recogniseEarlier(room, rows)
      const fresh = rows.filter(({ id }) => !this.#shown.has(id))
      if (fresh.length > 0 && !(await target.publish(room, fresh.map(draftOf)))) return false
      for (const { id } of fresh) this.#shown.add(id)
      return target.isKept(room)
    } catch (error) {
      this.#report(error)
      return false
    }
  }

  /** Notes which rows of an earlier run are published. */
  async #recogniseEarlier(room: string, rows: readonly OutboxRow[]): Promise<void> {
    const earlier = rows.filter(({ id }) => id < this.#first && !this.#shown.has(id))
    if (earlier.length === 0) return
    const ids = earlier.map(({ id }) => outboxEventId(id))
    const published = await this.#parts.target.published(room, ids)
    for (const { id } of earlier) if (published.has(outboxEventId(id))) this.#shown.add(id)
  }

  /** Logs each kind of failure once, not every attempt. */
  #report(error: unknown): void {
    const kind = error instanceof Error ? `${error.name} ${error.message}` : String(error)
    if (kind !== this.#trouble) this.#parts.log.warn({ error }, 'outbox not published, tried again')
    this.#trouble = kind
  }
}

function draftOf({ id, draft }: OutboxRow): BareDraft {
  return { ...(JSON.parse(draft) as BareDraft), id: outboxEventId(id) } // this server wrote it
}

function byRoom(rows: readonly OutboxRow[]): ReadonlyMap<string, readonly OutboxRow[]> {
  const grouped = new Map<string, OutboxRow[]>()
  for (const row of rows) {
    const group = grouped.get(row.room)
    if (group) group.push(row)
    else grouped.set(row.room, [row])
  }
  return grouped
}
