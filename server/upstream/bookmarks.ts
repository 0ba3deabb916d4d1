import { z } from 'zod'
import type { Clock, Timer } from '../lib/clock.ts'
import type { Logger } from '../lib/logger.ts'
import type { TextFile } from '../lib/text-file.ts'
import type { Cursor } from '../platform/connector.ts'

/** The place of one source in what it listens to, kept over a restart. */
export interface Bookmark {
  readonly read: () => Cursor | undefined
  /** Everything before it has been published. */
  readonly move: (cursor: Cursor) => void
  /** The source was stopped on purpose: what is said meanwhile is not wanted. */
  readonly drop: () => void
}

/** What bookmarks are made of. */
export interface BookmarksParts {
  /** Survives a power cut: written at once, then every five seconds. */
  readonly file: TextFile
  /** Survives the end of the process, and costs little: written ten times a second. */
  readonly quickFile: TextFile
  readonly clock: Clock
  /** Runs a call at the end of this turn of the event loop, after those that were given before. */
  readonly defer: (call: () => void) => void
  /** False while what a room shows is in memory only: its places stand still. */
  readonly isKept: (room: string) => boolean
  readonly log: Pick<Logger, 'warn'>
}

const layout = z.object({
  format: z.literal(1),
  /** Rises with each writing. */
  written: z.int().default(0),
  places: z.record(z.string(), z.object({ cursor: z.string(), detail: z.string() })),
})

// A place may lag: what is heard again is known by its id, but the other side must still have it. It
// must never be ahead of the journal, which is written at the end of each turn.
const quickMs = 100
const writeAfterMs = 5_000

/** The places of all sources, in two small files of which the newer one counts. */
export class Bookmarks {
  readonly #parts: BookmarksParts
  readonly #places: Map<string, Cursor>
  readonly #timers: Record<Depth, Timer | undefined> = { file: undefined, quickFile: undefined }
  #written = 0
  #begun = false
  #changed = false
  #frozen = false
  #closed = false

  constructor(parts: BookmarksParts) {
    this.#parts = parts
    this.#places = this.#read()
  }

  /** The bookmark of one source in one room. */
  of(room: string, source: string): Bookmark {
    const key = `${room} ${source}`
    return {
      read: () => this.#places.get(key),
      move: (cursor) => {
        if (this.#parts.isKept(room)) this.#change(() => this.#places.set(key, cursor))
      },
      drop: () => this.#change(() => this.#places.delete(key)),
    }
  }

  /** Nothing moves from here on: the server stops, and its sources go on when it is back. */
  freeze(): void {
    this.#frozen = true
  }

  /** Writes what is not written yet; after the rooms have closed, so that no place is ahead of them. */
  close(): void {
    this.#timers.file?.cancel()
    this.#timers.quickFile?.cancel()
    this.#closed = true // a turn that ends later has nothing newer
    if (this.#changed) this.#write('file', this.#text())
  }

  #change(make: () => void): void {
    if (this.#frozen) return
    make()
    this.#changed = true
    if (!this.#begun) this.#writeSoon('file')
    this.#begun = true
    this.#writeLater('quickFile', quickMs)
    this.#writeLater('file', writeAfterMs)
  }

  #writeLater(depth: Depth, delayMs: number): void {
    this.#timers[depth] ??= this.#parts.clock.after(delayMs, () => {
      this.#timers[depth] = undefined
      this.#writeSoon(depth)
    })
  }

  /** What is known now, once the journals have what was said until now. */
  #writeSoon(depth: Depth): void {
    const text = this.#text()
    this.#parts.defer(() => {
      if (!this.#closed) this.#write(depth, text)
    })
  }

  #text(): string {
    this.#written += 1
    const places = Object.fromEntries(this.#places)
    return `${JSON.stringify({ format: 1, written: this.#written, places })}\n`
  }

  #write(depth: Depth, text: string): void {
    try {
      this.#parts[depth].replace(text)
    } catch (error) {
      this.#parts.log.warn({ error }, 'places of sources not written')
    }
  }

  #read(): Map<string, Cursor> {
    const [one, other] = [this.#readFrom('file'), this.#readFrom('quickFile')]
    const newer = one.written >= other.written ? one : other
    this.#written = newer.written
    return new Map(Object.entries(newer.places))
  }

  #readFrom(depth: Depth): z.output<typeof layout> {
    const nothing = { format: 1, written: 0, places: {} } as const
    try {
      const text = this.#parts[depth].read()
      return text === undefined ? nothing : layout.parse(JSON.parse(text))
    } catch (error) {
      this.#parts.log.warn({ error }, 'places of sources not read')
      return nothing
    }
  }
}

type Depth = 'file' | 'quickFile'
