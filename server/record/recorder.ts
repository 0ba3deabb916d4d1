import { parseRoomId } from '../../proto/feed/index.ts'
import { type History, noHistory } from '../hub/history.ts'
import type { Room } from '../hub/room.ts'
import type { Clock } from '../lib/time/clock.ts'
import type { Logger } from '../lib/logger.ts'
import type { OpenedJournal } from '../log/journal/index.ts'
import { type Log, LogFailed } from '../log/log.ts'
import { createMemoryLog } from '../log/memory.ts'
import type { Database } from '../store/engine/database.ts'
import { DatabaseUnavailable, type Statements, unlessStoreOff } from '../store/engine/db.ts'
import { type StoredEpoch, storedEpochs } from '../store/query/epoch.ts'
import { eventsAfter, storedOutboxEvents } from '../store/query/event.ts'
import type { Writer } from '../store/writer/writer.ts'
import type { MemoryBudget } from './fallback-log.ts'
import type { ReadStored } from './history.ts'
import type { Journals } from './journals.ts'
import {
  idsInFile,
  linesInDatabase,
  linesInFiles,
  type RecentEvents,
  recentEvents,
} from './recent.ts'
import { Recording } from './recording.ts'

/** The dependencies of a recorder. */
export interface RoomRecorderParts {
  readonly journals: Journals
  readonly database: Pick<Database, 'query' | 'script' | 'opened'>
  /** Undefined if STORE is off. */
  readonly writer: Writer | undefined
  readonly clock: Clock
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>
  /** The memory that rooms share whose disk fails. */
  readonly memory: MemoryBudget
}

/** The log of an opened room, with the events that restore its state. */
export interface OpenedLog extends RecentEvents {
  readonly log: Log
  readonly history: History
  /** Returns the log in which the room continues, under a new epoch, after its log has failed. */
  readonly fallback: () => Log
  /** Stores the published events of the room in the database from now on. */
  readonly record: (room: Room) => void
  /**
   * Must be called after the room has closed; `removed` is true if it was deleted, which ends its
   * epoch.
   */
  readonly release: (removed: boolean) => void
}

// The maximal wait for the database to open, one for all rooms: it may be created for the first time.
const openMs = 500

// The maximal wait for an answer. A database that is away says so at once. Without the answer of a slow
// one, a room without files publishes again what is stored.
const answerMs = 5_000

// Without a database, journals of rooms that are not configured are deleted after this time.
const obsoleteAfterMs = 7 * 86_400_000

/** Records rooms: in a journal first, then in the database. */
export class RoomRecorder {
  readonly #parts: RoomRecorderParts
  readonly #memoryOnly = new Set<string>()
  /** The last recording of each room that is open, or closed and not completely stored. */
  readonly #recordings = new Map<string, Recording>()
  readonly #open = new Set<string>()
  /** Journals of rooms that are not open, while their lines are being stored. */
  readonly #storing = new Map<string, Promise<void>>()
  /** Settles when the database is open, or takes too long. */
  readonly #waited: Promise<unknown>

  constructor(parts: RoomRecorderParts) {
    this.#parts = parts
    this.#waited = Promise.race([parts.database.opened, this.#after(openMs)])
  }

  /** Returns the rooms that are in memory only because their disk fails. */
  get memoryOnly(): ReadonlySet<string> {
    return this.#memoryOnly
  }

  /**
   * Opens the log of a room. If the disk fails, the room is only in memory.
   *
   * @throws Locked if another process has it.
   */
  async open(room: string): Promise<OpenedLog> {
    await this.#storing.get(room)
    const { recording, stored } = await this.#record(room)
    const recent = await this.#recentOf(room, recording, stored)
    return {
      log: recording.log,
      history: recording.history,
      ...recent,
      fallback: () => recording.fallback(),
      record: (one) => recording.record(one),
      release: (removed) => this.#release(room, recording, removed),
    }
  }

  /** Returns a log in memory, for a room whose sources are not recorded. */
  inMemory(): OpenedLog {
    const fallback = (): Log => createMemoryLog(this.#parts.journals.newEpoch())
    const nothing = { recent: [], earlier: [], record: () => undefined, release: () => undefined }
    return { log: fallback(), history: noHistory, fallback, ...nothing }
  }

  /**
   * Returns which events of the outbox an open room has published: those in its files, and those in
   * the database. @throws DatabaseUnavailable if the latter are unknown.
   */
  async published(room: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
    const wanted = new Set(ids)
    const found = new Set<string>()
    // The files first: what they lose meanwhile is in the database.
    for (const file of this.#recordings.get(room)?.files ?? []) {
      for (const id of await idsInFile(file, wanted)) found.add(id)
    }
    for (const id of await storedOutboxEvents(this.#parts.database, ids)) found.add(id)
    return found
  }

  /** Logs that the log of a room has failed. */
  failed(room: string, error: LogFailed): void {
    this.#parts.log.error({ room, reason: error.reason, error }, 'room continues in memory only')
  }

  /**
   * Ends the epoch of a deleted room that is not open, and deletes its journal after it is stored.
   */
  discard(room: string): void {
    const { journals } = this.#parts
    if (this.#open.has(room) || !journals.has(room)) return
    journals.endEpoch(room)
    void this.#storeClosed(room, true)
  }

  /**
   * Stores the lines in journals of earlier runs whose rooms are not open, and deletes those
   * journals that are not needed then. Must be called when the configured rooms are loaded.
   */
  async sweep(isConfigured: (room: string) => boolean): Promise<void> {
    const { journals, writer, clock } = this.#parts
    for (const { room, writtenAt } of journals.list()) {
      if (this.#open.has(room)) continue
      if (writer) await this.#storeClosed(room, !isOnDemand(room) && !isConfigured(room))
      else if (!isConfigured(room) && clock.now() - writtenAt >= obsoleteAfterMs) {
        journals.remove(room)
      }
    }
  }

  /** Stores the journal of a room that is not open; an opening meanwhile waits for that. */
  async #storeClosed(room: string, removed: boolean): Promise<void> {
    const store = async (): Promise<void> => {
      const { recording } = await this.#record(room)
      recording.recordClosed()
      await recording.log.close()
      this.#release(room, recording, removed)
    }
    const storing = store().catch((error: unknown) => {
      this.#open.delete(room)
      this.#parts.log.warn({ room, error }, 'journal of a room that is not open not stored')
    })
    this.#storing.set(room, storing)
    await storing
    this.#storing.delete(room)
  }

  async #record(room: string): Promise<{ recording: Recording; stored: Stored }> {
    this.#open.add(room)
    try {
      const stored = await this.#query(room, (db) => storedEpochs(db, room))
      const readStored: ReadStored = (position, limit) => this.#read(room, position, limit)
      const onMemoryOnly = (only: boolean): void => {
        if (only) this.#memoryOnly.add(room)
        else this.#memoryOnly.delete(room)
      }
      const onAllStored = (): void => this.#retire(room, recording)
      const parts = { ...this.#parts, room, stored, readStored, onMemoryOnly, onAllStored }
      const recording = new Recording(parts, await this.#openJournal(room, stored))
      this.#recordings.set(room, recording)
      return { recording, stored }
    } catch (error) {
      this.#open.delete(room)
      throw error
    }
  }

  /** Opens the journal of a room. @returns undefined if the disk fails. */
  async #openJournal(room: string, stored: Stored): Promise<OpenedJournal | undefined> {
    try {
      return await this.#parts.journals.open(room, stored)
    } catch (failure) {
      if (!(failure instanceof LogFailed)) throw failure
      this.failed(room, failure)
      return undefined
    }
  }

  async #recentOf(room: string, recording: Recording, stored: Stored): Promise<RecentEvents> {
    const { files, log } = recording
    const inFiles = await linesInFiles(files, (error) => {
      this.#parts.log.warn({ room, error }, 'journal not read to its end')
    })
    const now = this.#parts.clock.now()
    const missing = stored && { room, stored, files, found: inFiles.length, now }
    const inDatabase = missing && (await this.#query(room, (db) => linesInDatabase(db, missing)))
    return recentEvents([...(inDatabase ?? []), ...inFiles], log.epoch)
  }

  /** Queries the database. @returns undefined if there is none, or no answer in time. */
  async #query<T>(room: string, query: (db: Statements) => Promise<T>): Promise<T | undefined> {
    const { database, log } = this.#parts
    await this.#waited
    try {
      return await Promise.race([query(database), this.#after(answerMs)])
    } catch (error) {
      const isAway = !(error instanceof DatabaseUnavailable) || error.absence === 'away'
      if (isAway) log.warn({ room, error }, 'database not asked how far it is')
      return undefined
    }
  }

  #after(delayMs: number): Promise<undefined> {
    return new Promise((resolve) => {
      this.#parts.clock.after(delayMs, () => resolve(undefined))
    })
  }

  async #read(room: string, ...[position, limit]: Parameters<ReadStored>) {
    const { database } = this.#parts
    return (await unlessStoreOff(() => eventsAfter(database, room, position, limit))) ?? []
  }

  #release(room: string, recording: Recording, removed: boolean): void {
    const { journals, writer, log: logger } = this.#parts
    const { log } = recording
    this.#open.delete(room)
    if (this.#memoryOnly.delete(room)) {
      const lines = log.head - log.oldest + 1
      logger.error({ room, epoch: log.epoch, lines }, 'room closed while in memory only')
      if (!writer) log.trim(log.head) // without a database they are not stored anywhere
    }
    if (removed) journals.endEpoch(room)
    recording.released = removed ? 'removed' : 'closed'
    if (!writer || recording.isAllStored) this.#retire(room, recording)
  }

  /** Deletes the journal of a closed room if it is not needed any more. */
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

/** The stored epochs of a room; undefined if the database could not be queried. */
type Stored = readonly StoredEpoch[] | undefined
