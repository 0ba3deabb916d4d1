import { z } from 'zod'
import type { Clock, Timer } from '../lib/time/clock.ts'
import type { Logger } from '../lib/logger.ts'
import type { AtomicFile } from '../lib/file/atomic-file.ts'
import { type JsonFile, jsonFile } from '../lib/file/json-file.ts'
import type { Cursor } from '../platform/connector.ts'

/** The cursor of one source in its upstream feed, which survives a restart. */
export interface StoredCursor {
  readonly read: () => Cursor | undefined
  /** Stores the cursor: everything before it has been published. */
  readonly save: (cursor: Cursor) => void
  /** Deletes the cursor, because the source was stopped on purpose: later events are not wanted. */
  readonly delete: () => void
}

/** The dependencies of a cursor store. */
export interface CursorStoreParts {
  /** The file that survives a power cut: written at the first change, then every five seconds. */
  readonly file: AtomicFile
  /** The file that survives the end of the process at a low cost: written ten times a second. */
  readonly quickFile: AtomicFile
  readonly clock: Clock
  /** Runs a call at the end of this tick of the event loop, after earlier deferred calls. */
  readonly defer: (call: () => void) => void
  /**
   * Returns false while the events of a room are only in memory; its cursors are not moved then.
   */
  readonly isKept: (room: string) => boolean
  readonly log: Pick<Logger, 'warn'>
}

const layout = z.object({
  /** The number of the write; the file with the higher number is newer. */
  written: z.int().default(0),
  places: z.record(z.string(), z.object({ cursor: z.string(), detail: z.string() })),
})

// A cursor may be older than the journal: events that arrive again are recognized by their id, if
// the other side still has them. It must never be newer than the journal, which is written at the
// end of each tick.
const quickMs = 100
const writeAfterMs = 5_000

/** Stores the cursors of all sources in two small files, of which the newer one is read. */
export class CursorStore {
  readonly #parts: CursorStoreParts
  readonly #files: Readonly<Record<FileName, JsonFile<Content>>>
  readonly #places: Map<string, Cursor>
  readonly #timers: Record<FileName, Timer | undefined> = { file: undefined, quickFile: undefined }
  #written = 0
  #begun = false
  #changed = false
  #frozen = false
  #closed = false

  constructor(parts: CursorStoreParts) {
    const { file, quickFile, log } = parts
    const options = { name: 'places', schema: layout, log }
    this.#parts = parts
    this.#files = { file: jsonFile(file, options), quickFile: jsonFile(quickFile, options) }
    this.#places = this.#read()
  }

  /** Returns the cursor of one source in one room. */
  of(room: string, source: string): StoredCursor {
    const key = `${room} ${source}`
    return {
      read: () => this.#places.get(key),
      save: (cursor) => {
        if (this.#parts.isKept(room)) this.#change(() => this.#places.set(key, cursor))
      },
      delete: () => this.#change(() => this.#places.delete(key)),
    }
  }

  /** Stops all changes: the server stops, and its sources continue after its next start. */
  freeze(): void {
    this.#frozen = true
  }

  /** Writes the latest changes; after the rooms have closed, so that no cursor is ahead of them. */
  close(): void {
    this.#timers.file?.cancel()
    this.#timers.quickFile?.cancel()
    this.#closed = true // a deferred write after this has no newer cursors
    if (this.#changed) this.#write('file', this.#content())
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

  #writeLater(name: FileName, delayMs: number): void {
    this.#timers[name] ??= this.#parts.clock.after(delayMs, () => {
      this.#timers[name] = undefined
      this.#writeSoon(name)
    })
  }

  /** Writes the current cursors after the journals have written this tick. */
  #writeSoon(name: FileName): void {
    const content = this.#content()
    this.#parts.defer(() => {
      if (!this.#closed) this.#write(name, content)
    })
  }

  #content(): Content {
    this.#written += 1
    return { written: this.#written, places: Object.fromEntries(this.#places) }
  }

  #write(name: FileName, content: Content): void {
    try {
      this.#files[name].write(content)
    } catch (error) {
      this.#parts.log.warn({ error }, 'places of sources not written')
    }
  }

  #read(): Map<string, Cursor> {
    const { file, quickFile } = this.#files
    const [one, other] = [file.read() ?? nothing, quickFile.read() ?? nothing]
    const newer = one.written >= other.written ? one : other
    this.#written = newer.written
    return new Map(Object.entries(newer.places))
  }
}

type FileName = 'file' | 'quickFile'

type Content = z.output<typeof layout>

const nothing: Content = { written: 0, places: {} }
