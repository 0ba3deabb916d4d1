import type { History } from '../hub/history.ts'
import type { Room } from '../hub/room.ts'
import type { OpenedJournal } from '../log/journal/index.ts'
import type { Log } from '../log/log.ts'
import type { StoredEpoch } from '../store/epoch.ts'
import type { Following } from '../store/writer.ts'
import { FallbackLog } from './fallback-log.ts'
import { createHistory, type ReadStored } from './history.ts'
import type { KeeperParts } from './keeper.ts'
import type { EpochFile } from './recent.ts'

/** A log whose epoch has a number. */
type NumberedLog = Log & Pick<EpochFile, 'epochNumber'>

/** Where lines of an epoch are read from, and who is told how far they are stored. */
interface Source extends EpochFile {
  readonly settle: (upTo: number) => void
}

/** What a recording is made of. */
export interface RecordingParts extends KeeperParts {
  readonly room: string
  readonly readStored: ReadStored
  /** What the database holds, the newest epoch first; undefined if it could not be asked. */
  readonly stored: readonly StoredEpoch[] | undefined
  /** Hears when the room is in memory only, and when it is in a journal again. */
  readonly onMemory: (only: boolean) => void
  /** Everything of the room is stored; called as often as that comes to be. */
  readonly onAllStored: () => void
}

const unrecorded: Following = { advanced: () => undefined, closed: () => undefined }

/** One open room on its way into files and the database, over all epochs of this opening. */
export class Recording {
  readonly #parts: RecordingParts
  /** By epoch: the one that goes on, and what is left of others. */
  readonly #sources = new Map<string, Source>()
  readonly #storedTo: Map<string, number>
  readonly #followed = new Set<string>()
  /** What became of the room; undefined while it is open. */
  released: 'closed' | 'removed' | undefined
  #log: NumberedLog
  #refused: string | undefined

  /** @param opened - the journal of the room; undefined if none can be opened now. */
  constructor(parts: RecordingParts, opened: OpenedJournal | undefined) {
    const { stored = [] } = parts
    this.#parts = parts
    this.#storedTo = new Map(stored.map(({ epoch, seq }) => [epoch, seq]))
    if (opened) {
      this.#log = opened.log
      this.#sources.set(opened.log.epoch, sourceOf(opened.log))
      this.#takeRemains(opened)
    } else {
      const { journals, room } = parts
      const known = [journals.newestNumber(room), ...stored.map((one) => one.number)]
      this.#log = this.#inMemory(1 + Math.max(...known), Promise.resolve())
    }
  }

  get log(): NumberedLog {
    return this.#log
  }

  /** What can be read of the room from files now. */
  get files(): readonly EpochFile[] {
    return [...this.#sources.values()]
  }

  get history(): History {
    return createHistory(() => this.files, this.#parts.readStored)
  }

  /** True if nothing of the room is in files alone. */
  get isAllStored(): boolean {
    return this.files.every(({ epoch, head }) => (this.#storedTo.get(epoch) ?? 0) >= head)
  }

  /** Goes on in memory, under a new epoch, until the disk takes a journal again. */
  fallback(): Log {
    // That it failed was said; its files are closed in any case, and the journal is free then.
    const released = this.#log.close().catch(() => undefined)
    this.#log = this.#inMemory(this.#log.epochNumber + 1, released)
    return this.#log
  }

  #inMemory(epochNumber: number, released: Promise<void>): FallbackLog {
    const { journals, clock, memory, onMemory, log: logger, room } = this.#parts
    const log: FallbackLog = new FallbackLog({
      epoch: journals.newEpoch(),
      epochNumber,
      open: async (after) => {
        await released
        const { epoch, epochNumber: number } = log
        const opened = await journals.begin(room, { epoch, number, after })
        this.#takeRemains(opened)
        return opened.log
      },
      memory,
      clock,
      onLoss: (lines) => logger.warn({ room, lines }, 'memory full, lines dropped'),
      onMoved: () => {
        this.#refused = undefined
        logger.info({ room, epoch: log.epoch, head: log.head }, 'room is in a journal again')
        onMemory(false)
      },
      onRefused: (error) => this.#sayRefused(error),
    })
    this.#sources.set(log.epoch, sourceOf(log))
    onMemory(true)
    return log
  }

  /** Sees to it that what the room shows, and what is left of earlier epochs, gets into the database. */
  record(room: Room): void {
    this.#recordEnded()
    let following = this.#follow(this.#log.epoch)
    room.follow({
      readers: () => 0,
      advanced: () => following.advanced(),
      renewed: () => {
        following.closed() // what the old log holds is still stored
        following = this.#follow(this.#log.epoch)
      },
      closed: () => following.closed(),
    })
  }

  /** The same for a room that nobody opened: it will not grow. */
  recordAsItIs(): void {
    this.#recordEnded()
    this.#follow(this.#log.epoch).closed()
  }

  /** What a journal found beside its own epoch, some of which may be under way already. */
  #takeRemains({ remains }: OpenedJournal): void {
    for (const one of remains) {
      one.settle(this.#storedTo.get(one.epoch) ?? 0)
      this.#sources.set(one.epoch, one)
    }
    if (this.#followed.size > 0) this.#recordEnded()
  }

  #recordEnded(): void {
    for (const epoch of this.#sources.keys()) {
      if (epoch !== this.#log.epoch && !this.#followed.has(epoch)) this.#follow(epoch).closed()
    }
  }

  /** Stores an epoch, wherever its lines are by then. */
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
    // A log that could not be compared has forgotten only what is stored, or was said to be lost.
    const stored = this.#storedTo.get(epoch) ?? first.oldest - 1
    return writer.follow({ room, log: lines, stored, onStored: (seq) => this.#stored(epoch, seq) })
  }

  #stored(epoch: string, seq: number): void {
    this.#storedTo.set(epoch, Math.max(seq, this.#storedTo.get(epoch) ?? 0))
    try {
      sourceIn(this.#sources, epoch).settle(seq)
      this.#log.trim(0) // what is left of an ended epoch may go now
    } catch (error) {
      // Files that cannot be deleted cost space, nothing else.
      this.#parts.log.warn({ room: this.#parts.room, error }, 'journal not trimmed')
    }
    if (this.isAllStored) this.#parts.onAllStored()
  }

  /** Each reason once: a disk that stays full is tried for as long as it takes. */
  #sayRefused(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error)
    if (reason === this.#refused) return
    this.#refused = reason
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
    settle: (upTo) => log.trim(upTo),
  }
}

function sourceIn(sources: ReadonlyMap<string, Source>, epoch: string): Source {
  const source = sources.get(epoch)
  if (!source) throw new RangeError(`epoch ${epoch} is not of this room`)
  return source
}
