import { write, writeSync } from 'node:fs'
import { type Clock, systemClock, type Timer } from './time/clock.ts'
import { createLogger, type Logger, type LogLevel } from './logger.ts'

/** Parts of a {@link LogOutput}. */
export interface LogOutputParts {
  /** An open file descriptor. */
  readonly fd: number
  readonly clock: Pick<Clock, 'after'>
  /** Maximal size of the lines that wait to be written; lines beyond it are dropped. */
  readonly maxBytes?: number
  /** Called when lines can be written again, with the number of lines dropped in between. */
  readonly onRecovered: (dropped: number) => void
}

const defaultMaxBytes = 1024 * 1024
const maxChunkBytes = 64 * 1024
const leastRetryMs = 10 // a pipe whose reader is slow for a moment
const mostRetryMs = 1_000

/**
 * Writes log lines to a file, pipe or terminal without blocking the event loop. If it cannot be
 * written (no space, no reader, an I/O error), lines wait in bounded memory, further ones are
 * dropped and counted, and the write is repeated until it succeeds.
 */
export class LogOutput {
  readonly #parts: LogOutputParts
  readonly #maxBytes: number
  #waiting: Buffer[] = []
  #waitingBytes = 0
  #chunk: Buffer = Buffer.alloc(0) // the lines that are being written
  #isWriting = false
  #failures = 0 // writes that failed in a row
  #isFailing = false
  #dropped = 0
  #unreported = 0 // of the dropped lines
  #onIdle: (() => void)[] = []
  #retry: Timer | undefined

  constructor(parts: LogOutputParts) {
    this.#parts = parts
    this.#maxBytes = parts.maxBytes ?? defaultMaxBytes
  }

  /** Returns the number of lines that were dropped since the start. */
  get dropped(): number {
    return this.#dropped
  }

  /** Queues a line for writing. Never throws. */
  write(line: string): void {
    const bytes = Buffer.from(line)
    if (this.#chunk.length + this.#waitingBytes + bytes.length > this.#maxBytes) {
      this.#dropped++
      this.#unreported++
      return
    }
    this.#waiting.push(bytes)
    this.#waitingBytes += bytes.length
    this.#next()
  }

  /** Resolves when every queued line is written, or when writing fails. */
  async flush(): Promise<void> {
    if (!this.#isWriting || this.#isFailing) return
    await new Promise<void>((resolve) => this.#onIdle.push(resolve))
  }

  /** Writes the queued lines at once, and ends all retries; lines that fail are dropped. */
  close(): void {
    this.#retry?.cancel()
    const { fd } = this.#parts
    const rest = Buffer.concat(this.#isWriting ? this.#waiting : [this.#chunk, ...this.#waiting])
    this.#waiting = []
    this.#waitingBytes = 0
    if (this.#isFailing || rest.length === 0) return
    try {
      writeSync(fd, rest)
    } catch {
      this.#isFailing = true // the count of dropped lines is not read any more
    }
  }

  #next(): void {
    if (this.#isWriting) return
    if (this.#chunk.length === 0) this.#take()
    if (this.#chunk.length === 0) return this.#settle()
    this.#isWriting = true
    write(this.#parts.fd, this.#chunk, (error, written) => {
      if (error) return this.#fail()
      this.#isWriting = false
      this.#failures = 0
      this.#chunk = this.#chunk.subarray(written)
      this.#recover()
      this.#next()
    })
  }

  /** Moves waiting lines into the chunk that is written next. */
  #take(): void {
    const taken: Buffer[] = []
    let bytes = 0
    for (const line of this.#waiting) {
      if (bytes > 0 && bytes + line.length > maxChunkBytes) break
      taken.push(line)
      bytes += line.length
    }
    this.#waiting = this.#waiting.slice(taken.length)
    this.#waitingBytes -= bytes
    this.#chunk = taken.length === 1 ? (taken[0] ?? this.#chunk) : Buffer.concat(taken)
  }

  #fail(): void {
    this.#isFailing = true
    this.#settle()
    const delayMs = Math.min(mostRetryMs, leastRetryMs * 2 ** this.#failures++)
    this.#retry = this.#parts.clock.after(delayMs, () => {
      this.#isWriting = false
      this.#next()
    })
  }

  /** Reports the dropped lines as soon as all waiting lines are written. */
  #recover(): void {
    if (this.#waiting.length > 0 || this.#chunk.length > 0) return
    this.#isFailing = false
    const dropped = this.#unreported
    this.#unreported = 0
    if (dropped > 0) this.#parts.onRecovered(dropped)
  }

  #settle(): void {
    for (const resolve of this.#onIdle.splice(0)) resolve()
  }
}

/** A logger, and the output that it writes to. */
export interface StandardLog {
  readonly log: Logger
  readonly output: LogOutput
}

/** Opens a log to standard output. Lines that wait at the end of the process are written then. */
export function openStandardLog(level: LogLevel): StandardLog {
  const output: LogOutput = new LogOutput({
    fd: process.stdout.fd,
    clock: systemClock,
    onRecovered: (dropped) =>
      log.warn({ dropped }, 'the log could not be written, lines were dropped'),
  })
  const log = createLogger(level, (line) => output.write(line))
  process.once('exit', () => output.close())
  return { log, output }
}
