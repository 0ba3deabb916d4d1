import type { FeedEvent, Position } from '../../proto/feed/index.ts'
import { type History, noHistory } from '../hub/history.ts'
import type { Room } from '../hub/room.ts'
import type { Clock } from '../lib/clock.ts'
import type { Logger } from '../lib/logger.ts'
import { openJournal, type Remains } from '../log/journal/index.ts'
import { type Log, LogFailed } from '../log/log.ts'
import { createMemoryLog } from '../log/memory.ts'
import type { Db } from '../store/db.ts'
import { lastStored } from '../store/epoch.ts'
import { eventsAfter } from '../store/event.ts'
import type { Writer } from '../store/writer.ts'
import { createHistory } from './history.ts'
import { recentEvents } from './recent.ts'

/** What a keeper is made of. */
export interface KeeperParts {
  readonly journalDir: string
  /** Undefined where nothing is stored; pending while the database opens. */
  readonly database: Promise<Db | undefined>
  /** Undefined where nothing is stored. */
  readonly writer: Writer | undefined
  readonly newEpoch: () => string
  readonly clock: Clock
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>
}

/** What a room that is kept is opened with. */
export interface Kept {
  readonly log: Log
  readonly history: History
  /** The newest events of the log, oldest first. */
  readonly recent: readonly FeedEvent[]
  /** Sees to it that what the room shows gets into the database. */
  readonly record: (room: Room) => void
}

// Nobody waits longer than this for the database to open, all rooms together, nor for its answer.
const askMs = 500

/** Keeps rooms: in a journal first, then in the database. */
export class Keeper {
  readonly #parts: KeeperParts
  readonly #memoryOnly = new Set<string>()
  /** Settles when the database is open, or takes too long. */
  readonly #waited: Promise<unknown>
  #databaseOpen = false

  constructor(parts: KeeperParts) {
    this.#parts = parts
    const opened = parts.database.then(
      () => (this.#databaseOpen = true),
      () => undefined, // said by who opens it
    )
    this.#waited = Promise.race([opened, this.#tooLate()])
  }

  /** Rooms that go on in memory because their disk failed. */
  get memoryOnly(): readonly string[] {
    return [...this.#memoryOnly]
  }

  /**
   * Opens the log of a room. A disk that refuses costs the memory of the room, not the room.
   *
   * @throws JournalLocked if another process has it.
   */
  async open(room: string): Promise<Kept> {
    const { journalDir, newEpoch, log } = this.#parts
    const stored = await this.#lastStored(room)
    const onLoss = (lines: number): void => log.warn({ room, lines }, 'journal full, lines dropped')
    const options = { room, newEpoch, onLoss, ...(stored ? { stored } : {}) }
    try {
      const { log: journal, recovery, remains } = await openJournal(journalDir, options)
      log.info({ room, epoch: journal.epoch, head: journal.head, recovery }, 'journal opened')
      const files = remains ? [journal, remains] : [journal]
      return {
        log: journal,
        history: createHistory(files, (position, limit) => this.#read(room, position, limit)),
        recent: await recentEvents(journal),
        record: (one) => this.#record(one, journal, { stored, remains }),
      }
    } catch (failure) {
      if (!(failure instanceof LogFailed)) throw failure
      this.failed(room, failure)
      return { log: this.spare(), history: noHistory, recent: [], record: () => undefined }
    }
  }

  /** A log for a room whose own is lost. */
  spare(): Log {
    return createMemoryLog(this.#parts.newEpoch())
  }

  /** Notes that a room's log is lost. */
  failed(room: string, error: LogFailed): void {
    this.#memoryOnly.add(room)
    this.#parts.log.error({ room, reason: error.reason, error }, 'room goes on in memory only')
  }

  async #lastStored(room: string): Promise<Position | undefined> {
    const { database, log } = this.#parts
    await this.#waited
    if (!this.#databaseOpen) return undefined
    const ask = database.then((db) => db && lastStored(db, room))
    try {
      return await Promise.race([ask, this.#tooLate()])
    } catch (error) {
      log.warn({ room, error }, 'database not asked how far it is')
      return undefined
    }
  }

  #tooLate(): Promise<undefined> {
    return new Promise((resolve) => {
      this.#parts.clock.after(askMs, () => resolve(undefined))
    })
  }

  async #read(room: string, position: Position, limit: number) {
    const db = await this.#parts.database
    return db ? eventsAfter(db, room, position, limit) : []
  }

  #record(room: Room, log: Log, { stored, remains }: RecordParts): void {
    const { writer } = this.#parts
    if (!writer) return remains?.discard()
    if (remains) this.#recordRemains(room.id, remains)
    // A log that could not be compared has forgotten only what is stored, or was said to be lost.
    const from = stored?.epoch === log.epoch ? stored.seq : log.oldest - 1
    const onStored = (seq: number): void => this.#trim(room.id, log, seq)
    const following = writer.follow({ room: room.id, log, stored: from, onStored })
    const unfollow = room.follow({
      readers: () => 0,
      advanced: following.advanced,
      renewed: () => {
        // What comes now is in no journal; what the old one holds is still stored.
        following.closed()
        unfollow()
      },
      closed: following.closed,
    })
  }

  #recordRemains(room: string, remains: Remains): void {
    const onStored = (seq: number): void => {
      if (seq >= remains.head) this.#trimmed(room, () => remains.discard())
    }
    this.#parts.writer?.follow({ room, log: remains, stored: 0, onStored }).closed()
  }

  #trim(room: string, log: Log, seq: number): void {
    this.#trimmed(room, () => log.trim(seq))
  }

  /** Files that cannot be deleted cost space, nothing else. */
  #trimmed(room: string, trim: () => void): void {
    try {
      trim()
    } catch (error) {
      this.#parts.log.warn({ room, error }, 'journal not trimmed')
    }
  }
}

interface RecordParts {
  readonly stored: Position | undefined
  readonly remains: Remains | undefined
}
