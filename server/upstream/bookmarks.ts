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
  readonly file: TextFile
  readonly clock: Clock
  readonly log: Pick<Logger, 'warn'>
}

const layout = z.object({
  format: z.literal(1),
  places: z.record(z.string(), z.object({ cursor: z.string(), detail: z.string() })),
})

// A place may lag: what is heard again is known by its id. It must never be ahead of the journal,
// which is written at the end of each turn.
const writeAfterMs = 5_000

/** The places of all sources, in one small file. */
export class Bookmarks {
  readonly #parts: BookmarksParts
  readonly #places: Map<string, Cursor>
  #timer: Timer | undefined
  #changed = false
  #frozen = false

  constructor(parts: BookmarksParts) {
    this.#parts = parts
    this.#places = this.#read()
  }

  /** The bookmark of one source in one room. */
  of(room: string, source: string): Bookmark {
    const key = `${room} ${source}`
    return {
      read: () => this.#places.get(key),
      move: (cursor) => this.#change(() => this.#places.set(key, cursor)),
      drop: () => this.#change(() => this.#places.delete(key)),
    }
  }

  /** Nothing moves from here on: the server stops, and its sources go on when it is back. */
  freeze(): void {
    this.#frozen = true
  }

  /** Writes what is not written yet; after the rooms have closed, so that no place is ahead of them. */
  close(): void {
    this.#timer?.cancel()
    this.#write()
  }

  #change(make: () => void): void {
    if (this.#frozen) return
    make()
    this.#changed = true
    this.#timer ??= this.#parts.clock.after(writeAfterMs, () => this.#write())
  }

  #write(): void {
    this.#timer = undefined
    if (!this.#changed) return
    this.#changed = false
    const places = Object.fromEntries(this.#places)
    try {
      this.#parts.file.replace(`${JSON.stringify({ format: 1, places })}\n`)
    } catch (error) {
      this.#parts.log.warn({ error }, 'places of sources not written')
    }
  }

  #read(): Map<string, Cursor> {
    try {
      const text = this.#parts.file.read()
      return new Map(
        text === undefined ? [] : Object.entries(layout.parse(JSON.parse(text)).places),
      )
    } catch (error) {
      this.#parts.log.warn({ error }, 'places of sources not read')
      return new Map()
    }
  }
}
