import type { History } from '../hub/history.ts'
import type { Room } from '../hub/room.ts'
import type { OpenedJournal } from '../log/journal/index.ts'
import type { Log } from '../log/log.ts'
import type { StoredEpoch } from '../store/query/epoch.ts'
import type { Following } from '../store/writer/writer.ts'
import { FallbackLog } from './fallback-log.ts'
import { createHistory, type ReadStored } from './history.ts'
import type { RoomRecorderParts } from './recorder.ts'
import type { EpochFile } from './recent.ts'

/** A log whose epoch has a number. */
type NumberedLog = Log & Pick<EpochFile, 'epochNumber'>

/** The lines of an epoch, with a function to mark them as stored. */
interface Source extends EpochFile {
  readonly markStored: (upTo: number) => void
}

/** Dependencies of a recording. */
export interface RecordingParts extends RoomRecorderParts {
  readonly room: string
  readonly readStored: ReadStored
  /** The stored epochs, the newest first; undefined if the database could not be queried. */
  readonly stored: readonly StoredEpoch[] | undefined
  /** Receives true when the room is in memory only, and false when it is in a journal again. */
  readonly onMemoryOnly: (only: boolean) => void
  /** Is called each time that all lines of the room have been stored. */
  readonly onAllStored: () => void
}

const unrecorded: Following = { advanced: () => undefined, closed: () => undefined }

/** Records one open room in files and in the database, over all epochs of this opening. */
export class Recording {
  readonly #parts: RecordingParts
  /** The lines of the current epoch, and the remains of others, by epoch. */
  readonly #sources = new Map<string, Source>()
  readonly #storedTo: Map<string, number>
  readonly #followed = new Set<string>()
  /** The end of the room: closed, or removed for good; undefined while it is open. */
  released: 'closed' | 'removed' | undefined
  #log: NumberedLog
  #lastRefusal: string | undefined

  /** @param opened - the journal of the room; undefined if none can be opened now. */
  constructor(parts: RecordingParts, opened: OpenedJournal | undefined) {
    const { stored = [] } = parts
    this.#parts = parts
    this.#storedTo = new Map(stored.map(({ epoch, seq }) => [epoch, seq]))
    if (opened) {
      this.#log = opened.log
      this.#sources.set(opened.log.epoch, sourceOf(opened.log))
      this.#addRemains(opened)
    } else {
      const { journals, room } = parts
      const known = [journals.newestNumber(room), ...stored.map((one) => one.number)]
      this.#log = this.#createFallback(1 + Math.max(...known), Promise.resolve())
    }
  }

  get log(): NumberedLog {
    return this.#log
  }

  /** Returns the lines of the room that can be read without the database now. */
  get files(): readonly EpochFile[] {
    return [...this.#sources.values()]
  }

  get history(): History {
    return createHistory(() => this.files, this.#parts.readStored)
  }

  /** Returns true if all lines of the room are in the database. */
  get isAllStored(): boolean {
    return this.files.every(({ epoch, head }) => (this.#storedTo.get(epoch) ?? 0) >= head)
  }

  /** Continues in memory, under a new epoch, until the disk accepts a journal again. */
  fallback(): Log {
    // The failure was logged before. Its files are closed in any case, and the folder is then free.
    const released = this.#log.close().catch(() => undefined)
    this.#log = this.#createFallback(this.#log.epochNumber + 1, released)
    return this.#log
  }

  #createFallback(epochNumber: number, released: Promise<void>): FallbackLog {
    const { journals, clock, memory, onMemoryOnly, log: logger, room } = this.#parts
    const log: FallbackLog = new FallbackLog({
      epoch: journals.newEpoch(),
      epochNumber,
      open: async (after) => {
        await released
        const { epoch, epochNumber: number } = log
        const opened = await journals.begin(room, { epoch, number, after })
        this.#addRemains(opened)
        return opened.log
      },
      memory,
      clock,
      onLoss: (lines) => logger.warn({ room, lines }, 'memory full, lines dropped'),
      onMoved: () => {
        this.#lastRefusal = undefined
        logger.info({ room, epoch: log.epoch, head: log.head }, 'room is in a journal again')
        onMemoryOnly(false)
      },
      onRefused: (error) => this.#logRefusal(error),
    })
    this.#sources.set(log.epoch, sourceOf(log))
    onMemoryOnly(true)
    return log
  }

  /**
   * Stores the published events of the room, and the remains of earlier epochs, in the database.
   */
  record(room: Room): void {
    this.#recordRemains()
    let following = this.#follow(this.#log.epoch)
    room.follow({
      readers: () => 0,
      advanced: () => following.advanced(),
      renewed: () => {
        following.closed() // the lines of the old log are still stored
        following = this.#follow(this.#log.epoch)
      },
      closed: () => following.closed(),
    })
  }

  /** Stores the lines of a room that is not open and gets no further lines. */
  recordClosed(): void {
    this.#recordRemains()
    this.#follow(this.#log.epoch).closed()
  }

  /** Adds the remains that a journal found; some of them may already be in the process of storing. */
  #addRemains({ remains }: OpenedJournal): void {
    for (const one of remains) {
      one.markStored(this.#storedTo.get(one.epoch) ?? 0)
      this.#sources.set(one.epoch, one)
    }
    if (this.#followed.size > 0) this.#recordRemains()
  }

  #recordRemains(): void {
    for (const epoch of this.#sources.keys()) {
      if (epoch !== this.#log.epoch && !this.#followed.has(epoch)) this.#follow(epoch).closed()
    }
  }

  /** Stores an epoch, whose lines may move from memory into a journal meanwhile. */
  #follow(epoch: string): Following {
    this.#followed.add(epoch)
    const { writer, room } = this.#parts
    if (!writer) return unrecorded
    const sources = this.#sources
    const first = sourceIn(sources, epoch)
    const lines: EpochFile = {
      epoch,
      epochNumber: first.epochNumber,
      get head() {
        return sourceIn(sources, epoch).head
      },
      get oldest() {
        return sourceIn(sources, epoch).oldest
      },
      read: (from, limit) => sourceIn(sources, epoch).read(from, limit),
    }
    // If the database could not be queried: a log drops only lines that are stored or reported as lost.
    const stored = this.#storedTo.get(epoch) ?? first.oldest - 1
    return writer.follow({ room, log: lines, stored, onStored: (seq) => this.#stored(epoch, seq) })
  }

  #stored(epoch: string, seq: number): void {
    this.#storedTo.set(epoch, Math.max(seq, this.#storedTo.get(epoch) ?? 0))
    try {
      sourceIn(this.#sources, epoch).markStored(seq)
      this.#log.trim(0) // now the remains of ended epochs may be deleted
    } catch (error) {
      // Files that cannot be deleted cost space, nothing else.
      this.#parts.log.warn({ room: this.#parts.room, error }, 'journal not trimmed')
    }
    if (this.isAllStored) this.#parts.onAllStored()
  }

  /** Logs each reason once, as a disk that stays full is tried again and again. */
  #logRefusal(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error)
    if (reason === this.#lastRefusal) return
    this.#lastRefusal = reason
    const { room, log: logger } = this.#parts
    logger.warn({ room, error }, 'room stays in memory, its journal is tried again')
  }
}

function sourceOf(log: NumberedLog): Source {
  return {
    epoch: log.epoch,
    epochNumber: log.epochNumber,
    get head() {
      return log.head
    },
    get oldest() {
      return log.oldest
    },
    read: (from, limit) => log.read(from, limit),
    markStored: (upTo) => log.trim(upTo),
  }
}

function sourceIn(sources: ReadonlyMap<string, Source>, epoch: string): Source {
  const source = sources.get(epoch)
  if (!source) throw new RangeError(`epoch ${epoch} is not of this room`)
  return source
}
