import { parseRoomId } from '../../proto/feed/index.ts'
import { type History, noHistory } from '../hub/history.ts'
import type { Room } from '../hub/room.ts'
import type { Clock } from '../lib/clock.ts'
import type { Logger } from '../lib/logger.ts'
import type { OpenedJournal } from '../log/journal/index.ts'
import { type Log, LogFailed } from '../log/log.ts'
import { createMemoryLog } from '../log/memory.ts'
import type { Db } from '../store/db.ts'
import { type StoredEpoch, storedEpochs } from '../store/epoch.ts'
import { eventsAfter } from '../store/event.ts'
import type { Writer } from '../store/writer.ts'
import type { LineMemory } from './fallback-log.ts'
import type { ReadStored } from './history.ts'
import type { Journals } from './journals.ts'
import { linesInDatabase, linesInFiles, type RecentEvents, recentEvents } from './recent.ts'
import { Recording } from './recording.ts'

/** What a keeper is made of. */
export interface KeeperParts {
  readonly journals: Journals
  /** Undefined where nothing is stored; pending while the database opens. */
  readonly database: Promise<Db | undefined>
  /** Undefined where nothing is stored. */
  readonly writer: Writer | undefined
  readonly clock: Clock
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>
  /** What rooms hold together whose disk refuses. */
  readonly memory: LineMemory
}

/** What a room that is kept is opened with. */
export interface Kept extends RecentEvents {
  readonly log: Log
  readonly history: History
  /** Where the room goes on, under a new epoch, when its log fails. */
  readonly fallback: () => Log
  /** Sees to it that what the room shows gets into the database. */
  readonly record: (room: Room) => void
  /** The room has closed; `removed` if it is gone for good, and its epoch with it. */
  readonly release: (removed: boolean) => void
}

// Nobody waits longer than this for the database to open, all rooms together, nor for an answer.
const askMs = 500

// Without a database nothing tells when a journal is of no use any more.
const uselessAfterMs = 7 * 86_400_000

/** Keeps rooms: in a journal first, then in the database. */
export class Keeper {
  readonly #parts: KeeperParts
  readonly #memoryOnly = new Set<string>()
  /** The last recording of each room that is open, or closed and not all stored. */
  readonly #recordings = new Map<string, Recording>()
  readonly #open = new Set<string>()
  /** Journals that nobody has open, but we for a moment. */
  readonly #clearing = new Map<string, Promise<void>>()
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

  /** Rooms that go on in memory because their disk refuses. */
  get memoryOnly(): ReadonlySet<string> {
    return this.#memoryOnly
  }

  /**
   * Opens the log of a room. A disk that refuses costs the memory of the room, not the room.
   *
   * @throws Locked if another process has it.
   */
  async open(room: string): Promise<Kept> {
    await this.#clearing.get(room)
    const { recording, stored } = await this.#record(room)
    const past = await this.#past(room, recording, stored)
    return {
      log: recording.log,
      history: recording.history,
      ...past,
      fallback: () => recording.fallback(),
      record: (one) => recording.record(one),
      release: (removed) => this.#release(room, recording, removed),
    }
  }

  /** What a room has that lives in memory only, by the nature of its sources. */
  forget(): Kept {
    const fallback = (): Log => createMemoryLog(this.#parts.journals.newEpoch())
    const nothing = { recent: [], earlier: [], record: () => undefined, release: () => undefined }
    return { log: fallback(), history: noHistory, fallback, ...nothing }
  }

  /** Notes that a room's log is lost. */
  failed(room: string, error: LogFailed): void {
    this.#parts.log.error({ room, reason: error.reason, error }, 'room goes on in memory only')
  }

  /** A room that is not open is gone for good: its epoch ends, and its journal once that is stored. */
  discard(room: string): void {
    const { journals } = this.#parts
    if (this.#open.has(room) || !journals.has(room)) return
    journals.endEpoch(room)
    void this.#clear(room, true)
  }

  /**
   * Stores what earlier runs left in journals of rooms that nobody opens, and deletes those that are
   * of no use then; to be called when the configured rooms are known and the database is there.
   */
  async sweep(isConfigured: (room: string) => boolean): Promise<void> {
    const { journals, writer, clock } = this.#parts
    for (const { room, writtenAt } of journals.list()) {
      if (this.#open.has(room)) continue
      if (writer) await this.#clear(room, !isOnDemand(room) && !isConfigured(room))
      else if (!isConfigured(room) && clock.now() - writtenAt >= uselessAfterMs) {
        journals.remove(room)
      }
    }
  }

  /** Stores what the journal of a room holds that is not open; who opens it meanwhile waits. */
  async #clear(room: string, removed: boolean): Promise<void> {
    const clear = async (): Promise<void> => {
      const { recording } = await this.#record(room)
      recording.recordAsItIs()
      await recording.log.close()
      this.#release(room, recording, removed)
    }
    const clearing = clear().catch((error: unknown) => {
      this.#open.delete(room)
      this.#parts.log.warn({ room, error }, 'journal of a room that is not open not stored')
    })
    this.#clearing.set(room, clearing)
    await clearing
    this.#clearing.delete(room)
  }

  async #record(room: string): Promise<{ recording: Recording; stored: Stored }> {
    this.#open.add(room)
    try {
      const stored = await this.#ask(room, (db) => storedEpochs(db, room))
      const readStored: ReadStored = (position, limit) => this.#read(room, position, limit)
      const onMemory = (only: boolean): void => {
        if (only) this.#memoryOnly.add(room)
        else this.#memoryOnly.delete(room)
      }
      const onAllStored = (): void => this.#retire(room, recording)
      const parts = { ...this.#parts, room, stored, readStored, onMemory, onAllStored }
      const recording = new Recording(parts, await this.#openJournal(room, stored))
      this.#recordings.set(room, recording)
      return { recording, stored }
    } catch (error) {
      this.#open.delete(room)
      throw error
    }
  }

  /** @returns undefined if the disk refuses. */
  async #openJournal(room: string, stored: Stored): Promise<OpenedJournal | undefined> {
    try {
      return await this.#parts.journals.open(room, stored)
    } catch (failure) {
      if (!(failure instanceof LogFailed)) throw failure
      this.failed(room, failure)
      return undefined
    }
  }

  async #past(room: string, recording: Recording, stored: Stored): Promise<RecentEvents> {
    const { files, log } = recording
    const inFiles = await linesInFiles(files, (error) => {
      this.#parts.log.warn({ room, error }, 'journal not read to its end')
    })
    const now = this.#parts.clock.now()
    const missing = stored && { room, stored, files, found: inFiles.length, now }
    const inDatabase = missing && (await this.#ask(room, (db) => linesInDatabase(db, missing)))
    return recentEvents([...(inDatabase ?? []), ...inFiles], log.epoch)
  }

  /** @returns undefined if the database cannot be asked in time, or there is none. */
  async #ask<T>(room: string, question: (db: Db) => Promise<T>): Promise<T | undefined> {
    const { database, log } = this.#parts
    await this.#waited
    if (!this.#databaseOpen) return undefined
    const answer = database.then((db) => db && question(db))
    try {
      return await Promise.race([answer, this.#tooLate()])
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

  async #read(room: string, ...[position, limit]: Parameters<ReadStored>) {
    const db = await this.#parts.database
    return db ? eventsAfter(db, room, position, limit) : []
  }

  #release(room: string, recording: Recording, removed: boolean): void {
    const { journals, writer, log: logger } = this.#parts
    const { log } = recording
    this.#open.delete(room)
    if (this.#memoryOnly.delete(room)) {
      const lines = log.head - log.oldest + 1
      logger.error({ room, epoch: log.epoch, lines }, 'room closed while in memory only')
      if (!writer) log.trim(log.head) // nobody is going to have them
    }
    if (removed) journals.endEpoch(room)
    recording.released = removed ? 'removed' : 'closed'
    if (!writer || recording.isAllStored) this.#retire(room, recording)
  }

  /** Deletes the journal of a closed room that is of no use any more: all of it is stored. */
  #retire(room: string, recording: Recording): void {
    const { journals, writer } = this.#parts
    const { released, log } = recording
    if (released === undefined || this.#open.has(room)) return
    if (this.#recordings.get(room) !== recording) return
    this.#recordings.delete(room)
    if (released === 'removed') return journals.remove(room)
    if (!writer || !isOnDemand(room)) return
    const { epoch, epochNumber: number, head: seq } = log
    journals.remove(room, seq > 0 ? { epoch, number, seq } : undefined)
  }
}

function isOnDemand(room: string): boolean {
  return parseRoomId(room)?.kind === 'source'
}

/** What the database holds of a room; undefined if it could not be asked. */
type Stored = readonly StoredEpoch[] | undefined
