import { z } from 'zod'
import type { Logger } from '../lib/logger.ts'
import type { TextFile } from '../lib/text-file.ts'
import type { StoredEpoch } from '../store/epoch.ts'

// More rooms than anybody looks at in a season; the longest untouched goes, and begins anew if it is
// ever asked for again.
const maxRooms = 1_000

const layout = z.object({
  format: z.literal(1),
  rooms: z.record(
    z.string(),
    z.object({ epoch: z.string(), number: z.int().min(1), seq: z.int().min(1) }),
  ),
})

/**
 * Where rooms ended whose journals were deleted because all of them is stored: their epochs go on
 * from there. One small file for all of them.
 */
export class ClosedEpochs {
  readonly #file: TextFile
  readonly #log: Pick<Logger, 'warn'>
  readonly #rooms: Map<string, StoredEpoch>

  constructor(file: TextFile, log: Pick<Logger, 'warn'>) {
    this.#file = file
    this.#log = log
    this.#rooms = this.#read()
  }

  /** Notes where a room ended. @returns false if that could not be written. */
  put(room: string, end: StoredEpoch): boolean {
    this.#rooms.delete(room) // to stand last, as the newest
    this.#rooms.set(room, end)
    const [oldest] = this.#rooms.keys()
    if (this.#rooms.size > maxRooms && oldest !== undefined) this.#rooms.delete(oldest)
    return this.#write()
  }

  /**
   * Where a room ended, which is forgotten: from now on it may go further. Undefined where nobody
   * knows, or where it could not be forgotten.
   */
  take(room: string): StoredEpoch | undefined {
    const end = this.#rooms.get(room)
    if (!end) return undefined
    this.#rooms.delete(room)
    return this.#write() ? end : undefined
  }

  #write(): boolean {
    const rooms = Object.fromEntries(this.#rooms)
    try {
      this.#file.replace(`${JSON.stringify({ format: 1, rooms })}\n`)
      return true
    } catch (error) {
      this.#log.warn({ error }, 'ends of closed rooms not written')
      return false
    }
  }

  #read(): Map<string, StoredEpoch> {
    try {
      const text = this.#file.read()
      return new Map(text === undefined ? [] : Object.entries(layout.parse(JSON.parse(text)).rooms))
    } catch (error) {
      this.#log.warn({ error }, 'ends of closed rooms not read')
      return new Map()
    }
  }
}
