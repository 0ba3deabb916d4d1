import type { Clock, Timer } from '../lib/time/clock.ts'
import type { Journal } from '../log/journal/index.ts'
import type { Log } from '../log/log.ts'

/** The memory that all logs in memory share, limited in case a disk stays full. */
export interface MemoryBudget {
  readonly maxBytes: number
  usedBytes: number
}

/** Dependencies of a fallback log. */
export interface FallbackParts {
  readonly epoch: string
  readonly epochNumber: number
  /** Opens a journal of this epoch that begins after a position; rejects while the disk fails. */
  readonly open: (after: number) => Promise<Journal>
  readonly memory: MemoryBudget
  readonly clock: Clock
  /** Receives the number of lines dropped before {@link Log.trim} allowed it; must not throw. */
  readonly onLoss: (lines: number) => void
  /** Is called when the log has moved into a journal; must not throw. */
  readonly onMoved: () => void
  /** Receives the error of a failed attempt to move into a journal; must not throw. */
  readonly onRefused: (cause: unknown) => void
}

// The first attempt comes soon, for a disk that is full for seconds only; the others are rarer.
const firstTryMs = 1_000
const retryMs = 5_000

// The number of lines that are copied in one tick of the event loop.
const pageLines = 1_000

/**
 * A log in memory for a room whose disk fails. It moves into a journal by itself as soon as the disk
 * accepts one: with all its lines and in the same epoch, so that its readers notice nothing.
 */
export class FallbackLog implements Log {
  readonly #parts: FallbackParts
  #lines: string[] = []
  #oldest = 1
  #trimmedTo = 0
  #bytes = 0
  #journal: Journal | undefined
  #moving: Promise<void> | undefined
  #timer: Timer | undefined
  #closed: Promise<void> | undefined

  constructor(parts: FallbackParts) {
    this.#parts = parts
    this.#scheduleMove(firstTryMs)
  }

  get epoch(): string {
    return this.#parts.epoch
  }

  /** Increases from one epoch of the room to the next. */
  get epochNumber(): number {
    return this.#parts.epochNumber
  }

  get head(): number {
    return this.#journal?.head ?? this.#oldest + this.#lines.length - 1
  }

  get oldest(): number {
    return this.#journal?.oldest ?? this.#oldest
  }

  append(lines: readonly string[]): void {
    if (this.#closed) throw new Error('the log is closed')
    if (this.#journal) return this.#journal.append(lines)
    for (const line of lines) {
      this.#lines.push(line)
      this.#count(bytesOf(line))
    }
    this.#enforceBudget()
  }

  async read(from: number, limit: number): Promise<readonly string[]> {
    if (this.#journal) return this.#journal.read(from, limit)
    if (from < this.#oldest) return []
    return this.#lines.slice(from - this.#oldest, from - this.#oldest + limit)
  }

  trim(upTo: number): void {
    if (this.#journal) return this.#journal.trim(upTo)
    this.#trimmedTo = Math.max(this.#trimmedTo, Math.min(upTo, this.head))
    if (!this.#moving) this.#dropUpTo(this.#trimmedTo)
  }

  /** Tries the disk once more. Lines that stay in memory can be read and trimmed, but are in no file. */
  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  async #close(): Promise<void> {
    this.#timer?.cancel()
    if (!this.#journal) await this.#move()
    await this.#journal?.close()
  }

  #scheduleMove(delayMs: number): void {
    this.#timer = this.#parts.clock.after(delayMs, () => void this.#retryMove())
  }

  async #retryMove(): Promise<void> {
    await this.#move()
    if (!this.#journal && !this.#closed) this.#scheduleMove(retryMs)
  }

  /** Moves into a journal if the disk accepts one; a call during another one shares its attempt. */
  #move(): Promise<void> {
    this.#moving ??= this.#moveOnce().finally(() => {
      this.#moving = undefined
      if (this.#journal) this.#journal.trim(this.#trimmedTo)
      else this.#dropUpTo(this.#trimmedTo)
    })
    return this.#moving
  }

  async #moveOnce(): Promise<void> {
    try {
      const journal = await this.#parts.open(this.#oldest - 1)
      try {
        await this.#copyInto(journal)
      } catch (cause) {
        await journal.close().catch(() => undefined) // the first error counts, and the next attempt starts again
        throw cause
      }
    } catch (cause) {
      this.#parts.onRefused(cause)
    }
  }

  /**
   * Copies all lines, and then writes to the journal. No line is dropped meanwhile; the last lines and
   * the switch happen in the same tick of the event loop.
   */
  async #copyInto(journal: Journal): Promise<void> {
    for (let at = 0; at < this.#lines.length; at += pageLines) {
      if (at > 0) await new Promise(setImmediate)
      journal.append(this.#lines.slice(at, at + pageLines))
    }
    journal.markOpen()
    this.#journal = journal
    this.#lines = []
    this.#count(-this.#bytes)
    this.#parts.onMoved()
  }

  #dropUpTo(seq: number): void {
    const count = Math.min(seq - this.#oldest + 1, this.#lines.length)
    if (count <= 0) return
    for (const line of this.#lines.splice(0, count)) this.#count(-bytesOf(line))
    this.#oldest += count
  }

  /** Drops the oldest lines of this log while all logs together exceed the memory budget. */
  #enforceBudget(): void {
    const { memory, onLoss } = this.#parts
    if (this.#moving) return
    let bytes = 0
    let count = 0
    for (const line of this.#lines) {
      if (memory.usedBytes - bytes <= memory.maxBytes) break
      bytes += bytesOf(line)
      count += 1
    }
    if (count === 0) return
    this.#dropUpTo(this.#oldest + count - 1)
    onLoss(count)
  }

  #count(bytes: number): void {
    this.#bytes += bytes
    this.#parts.memory.usedBytes += bytes
  }
}

/** Returns the memory of a line: two bytes a character, as for text with Chinese characters. */
function bytesOf(line: string): number {
  return line.length * 2
}
