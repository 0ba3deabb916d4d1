import { closeSync } from 'node:fs'
import type { LockFile } from '../../lib/file/lock-file.ts'
import { type Log, LogFailed } from '../log.ts'
import { type Disk, refused } from './disk.ts'
import { readLines } from './read-lines.ts'
import { encodeRecord } from './record.ts'
import type { PreviousEpoch } from './previous-epoch.ts'
import { emptySegment, extend, type Segment } from './segment.ts'
import { statePath, writeState } from './state.ts'

/** The limits of a journal. */
export interface Limits {
  /** A segment is closed before it grows beyond this, unless by one tick that is larger. */
  readonly segmentBytes: number
  /** All segments together, the remains of ended epochs included; at least one segment. */
  readonly maxBytes: number
  /**
   * The number of newest lines, also of earlier epochs, that {@link Log.trim} keeps: by them a room
   * that is opened again recognises repeated events. 0 if absent.
   */
  readonly recentLines?: number
}

/** The dependencies of a journal; its folder is locked. */
export interface JournalParts {
  readonly room: string
  readonly folder: string
  readonly epoch: string
  readonly epochNumber: number
  readonly boot: string
  /** Full segments, oldest first. */
  readonly older: readonly Segment[]
  /** The segment that is written to; its file may not exist yet. */
  readonly active: Segment
  /** The remains of ended epochs, oldest first. */
  readonly remains: readonly PreviousEpoch[]
  /** True if the state file marks it as open: its epoch continues after an end of the process. */
  readonly markedOpen: boolean
  readonly limits: Limits
  readonly lock: LockFile
  readonly disk: Disk
  /**
   * Called if lines were deleted to stay within the limit before {@link Log.trim} allowed it; must
   * not throw.
   */
  readonly onLoss: (lines: number) => void
}

/**
 * A {@link Log} in append-only files. A tick is one write, made before the tick is shown: shown
 * lines survive the end of the process. Segments are synced when they are full and at the close, so
 * only a loss of power can lose lines, and the next opening detects that.
 */
export class Journal implements Log {
  readonly #parts: JournalParts
  #older: readonly Segment[]
  #active: Segment
  #fd: number
  #olderBytes: number
  #trimmedTo = 0
  #markedOpen: boolean
  #retired: Promise<unknown> = Promise.resolve()
  #failure: LogFailed | undefined
  #closed: Promise<void> | undefined

  constructor(parts: JournalParts) {
    this.#parts = parts
    this.#older = parts.older
    this.#active = parts.active
    this.#markedOpen = parts.markedOpen
    this.#fd = parts.disk.open(this.#active.path, 'a')
    this.#olderBytes = this.#older.reduce((sum, { bytes }) => sum + bytes, 0)
  }

  get epoch(): string {
    return this.#parts.epoch
  }

  /** Increases from one epoch of the room to the next. */
  get epochNumber(): number {
    return this.#parts.epochNumber
  }

  get head(): number {
    return this.#active.head
  }

  get oldest(): number {
    return (this.#older[0] ?? this.#active).firstSeq
  }

  /** The space that its lines take, without the remains of ended epochs. */
  get bytes(): number {
    return this.#olderBytes + this.#active.bytes
  }

  append(lines: readonly string[]): void {
    if (this.#closed) throw new Error(`the journal of ${this.#parts.room} is closed`)
    if (this.#failure) throw this.#failure
    if (lines.length === 0) return
    const record = encodeRecord(this.head + 1, lines)
    this.#orFail(() => {
      this.#rotateFor(record.length)
      this.#makeRoomFor(record.length)
      this.#write(record)
    })
    this.#active = extend(this.#active, lines.length, record.length)
  }

  read(from: number, limit: number): Promise<readonly string[]> {
    return readLines([...this.#older, this.#active], from, limit)
  }

  /** Deletes the segments without newer lines; the one that is written to stays. */
  trim(upTo: number): void {
    if (this.#closed) return
    const { remains, limits } = this.#parts
    const { recentLines = 0 } = limits
    this.#trimmedTo = Math.max(this.#trimmedTo, Math.min(upTo, this.head))
    const last = Math.min(this.#trimmedTo, this.head - recentLines)
    this.#orFail(() => {
      while ((this.#older[0]?.head ?? Infinity) <= last) this.#dropOldest()
      if (this.head - this.oldest + 1 < recentLines) return
      for (const one of remains) if (one.bytes > 0 && one.waiting === 0) one.discard()
    })
  }

  /**
   * Writes the state file that marks the journal as open: from now on its epoch continues after an
   * end of the process.
   *
   * @throws LogFailed if the disk refuses.
   */
  markOpen(): void {
    this.#orFail(() => this.#writeState())
    this.#markedOpen = true
  }

  /**
   * Closes the journal. @throws LogFailed if its end could not be secured; its files are closed
   * all the same.
   */
  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  async #close(): Promise<void> {
    const { lock, room } = this.#parts
    const known = this.#failure
    await this.#retired
    await this.#retire(this.#fd)
    try {
      if (this.#failure === undefined) this.#orFail(() => this.#checkLock())
      if (this.#failure) this.#removeState()
      else if (this.#markedOpen) this.#writeState(this.head)
    } catch (cause) {
      throw refused(room, cause)
    } finally {
      lock.close()
    }
    if (this.#failure !== known) throw this.#failure
  }

  #rotateFor(bytes: number): void {
    const { folder, epoch, epochNumber: number, limits, disk } = this.#parts
    if (this.#active.bytes === 0 || this.#active.bytes + bytes <= limits.segmentBytes) return
    this.#checkLock()
    const next = emptySegment(folder, { epoch, number, firstSeq: this.head + 1 })
    const fd = disk.open(next.path, 'ax')
    this.#retired = Promise.all([this.#retired, this.#retire(this.#fd)])
    this.#fd = fd
    this.#older = [...this.#older, this.#active]
    this.#olderBytes += this.#active.bytes
    this.#active = next
  }

  #makeRoomFor(bytes: number): void {
    const { limits, onLoss, remains } = this.#parts
    for (const one of remains) {
      const left = remains.reduce((sum, other) => sum + other.bytes, 0)
      if (left === 0 || left + this.bytes + bytes <= limits.maxBytes) break
      if (one.bytes === 0) continue
      one.discard()
      if (one.waiting > 0) onLoss(one.waiting)
    }
    while (this.#older.length > 0 && this.bytes + bytes > limits.maxBytes) this.#dropOldest()
  }

  #dropOldest(): void {
    const [dropped, ...rest] = this.#older
    if (dropped === undefined) return
    this.#parts.disk.remove(dropped.path)
    this.#older = rest
    this.#olderBytes -= dropped.bytes
    const lost = dropped.head - Math.max(this.#trimmedTo, dropped.firstSeq - 1)
    if (lost > 0) this.#parts.onLoss(lost)
  }

  #write(record: Buffer): void {
    let written = 0
    while (written < record.length) {
      written += this.#parts.disk.write(this.#fd, record, written)
    }
  }

  /**
   * Syncs and closes a full segment; a failure fails the journal, though no caller waits for this.
   */
  async #retire(fd: number): Promise<void> {
    try {
      await this.#parts.disk.sync(fd)
    } catch (cause) {
      this.#fail(cause)
    } finally {
      closeSync(fd)
    }
  }

  #orFail(action: () => void): void {
    try {
      action()
    } catch (cause) {
      throw this.#fail(cause)
    }
  }

  #fail(cause: unknown): LogFailed {
    if (this.#failure) return this.#failure
    const failure = refused(this.#parts.room, cause)
    this.#failure = failure
    try {
      this.#removeState()
    } catch (second) {
      const message = `${failure.message}; its state could not be removed`
      this.#failure = new LogFailed(failure.reason, message, { cause: second }) // close tries again
    }
    return this.#failure
  }

  /**
   * Removes the state file, because the room continues in another log. If this epoch continued at
   * the next start, a reader of its last line would miss the lines of the other log without notice.
   */
  #removeState(): void {
    const { disk, folder } = this.#parts
    if (this.#failure?.reason !== 'fenced') disk.remove(statePath(folder)) // another writer owns it
  }

  #writeState(closedAt?: number): void {
    const { room, folder, epoch, boot } = this.#parts
    const closed = closedAt === undefined ? {} : { closedAt }
    writeState(folder, { room, epoch, boot, ...closed })
  }

  #checkLock(): void {
    const { lock, room } = this.#parts
    if (!lock.held()) throw new LogFailed('fenced', `the journal of ${room} has another writer`)
  }
}
