import type { Clock, Timer } from '../lib/clock.ts'
import type { Journal } from '../log/journal/index.ts'
import type { Log } from '../log/log.ts'

/** How much all logs in memory hold together, so that a disk that stays full does not fill it. */
export interface LineMemory {
  readonly maxBytes: number
  usedBytes: number
}

/** What a fallback log is made of. */
export interface FallbackParts {
  readonly epoch: string
  readonly epochNumber: number
  /** Opens a journal of this epoch that begins behind a position; rejects while the disk refuses. */
  readonly open: (after: number) => Promise<Journal>
  readonly memory: LineMemory
  readonly clock: Clock
  /** Lines were forgotten that {@link Log.trim} had not allowed; must not throw. */
  readonly onLoss: (lines: number) => void
  /** The log is a journal from now on; must not throw. */
  readonly onMoved: () => void
  /** An attempt to move into a journal failed; must not throw. */
  readonly onRefused: (cause: unknown) => void
}

// A disk that is full for seconds costs seconds; one that stays full is asked a few times a minute.
const firstTryMs = 1_000
const retryMs = 5_000

// So many lines are copied between two turns of the event loop.
const pageLines = 1_000

/**
 * A log in memory for a room whose disk refuses, which moves into a journal by itself as soon as the
 * disk takes it: with all its lines, and in the same epoch, so that its readers notice nothing.
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
    this.#tryIn(firstTryMs)
  }

  get epoch(): string {
    return this.#parts.epoch
  }

  /** Rises from one epoch of the room to the next. */
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
    this.#stayWithin()
  }

  async read(from: number, limit: number): Promise<readonly string[]> {
    if (this.#journal) return this.#journal.read(from, limit)
    if (from < this.#oldest) return []
    return this.#lines.slice(from - this.#oldest, from - this.#oldest + limit)
  }

  trim(upTo: number): void {
    if (this.#journal) return this.#journal.trim(upTo)
    this.#trimmedTo = Math.max(this.#trimmedTo, Math.min(upTo, this.head))
    if (!this.#moving) this.#forgetUpTo(this.#trimmedTo)
  }

  /** Tries the disk once more: what is still in memory then can be read and trimmed, but is in no file. */
  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  async #close(): Promise<void> {
    this.#timer?.cancel()
    if (!this.#journal) await this.#move()
    await this.#journal?.close()
  }

  #tryIn(delayMs: number): void {
    this.#timer = this.#parts.clock.after(delayMs, () => void this.#tryNow())
  }

  async #tryNow(): Promise<void> {
    await this.#move()
    if (!this.#journal && !this.#closed) this.#tryIn(retryMs)
  }

  /** Moves into a journal if the disk takes it; of two calls the second waits for the first. */
  #move(): Promise<void> {
    this.#moving ??= this.#moveOnce().finally(() => {
      this.#moving = undefined
      if (this.#journal) this.#journal.trim(this.#trimmedTo)
      else this.#forgetUpTo(this.#trimmedTo)
    })
    return this.#moving
  }

  async #moveOnce(): Promise<void> {
    try {
      const journal = await this.#parts.open(this.#oldest - 1)
      try {
        await this.#copyInto(journal)
      } catch (cause) {
        await journal.close().catch(() => undefined) // the next attempt begins anew
        throw cause
      }
    } catch (cause) {
      this.#parts.onRefused(cause)
    }
  }

  /** Nothing is forgotten meanwhile, and the last lines and the switch go in one turn. */
  async #copyInto(journal: Journal): Promise<void> {
    for (let at = 0; at < this.#lines.length; at += pageLines) {
      if (at > 0) await new Promise(setImmediate)
      journal.append(this.#lines.slice(at, at + pageLines))
    }
    journal.declare()
    this.#journal = journal
    this.#lines = []
    this.#count(-this.#bytes)
    this.#parts.onMoved()
  }

  #forgetUpTo(seq: number): void {
    const count = Math.min(seq - this.#oldest + 1, this.#lines.length)
    if (count <= 0) return
    for (const line of this.#lines.splice(0, count)) this.#count(-bytesOf(line))
    this.#oldest += count
  }

  /** The log that grows is the one that forgets, its oldest lines first. */
  #stayWithin(): void {
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
    this.#forgetUpTo(this.#oldest + count - 1)
    onLoss(count)
  }

  #count(bytes: number): void {
    this.#bytes += bytes
    this.#parts.memory.usedBytes += bytes
  }
}

/** Two bytes a character, as text with Chinese in it takes. */
function bytesOf(line: string): number {
  return line.length * 2
}
