import { z } from 'zod'
import type { Logger } from '../lib/logger.ts'
import type { AtomicFile } from '../lib/file/atomic-file.ts'
import { type JsonFile, jsonFile } from '../lib/file/json-file.ts'
import type { StoredEpoch } from '../store/query/epoch.ts'

// Beyond this number the oldest entry is dropped; its room begins a new epoch when it is opened again.
const maxRooms = 1_000

const layout = z.object({
  rooms: z.record(
    z.string(),
    z.object({ epoch: z.string(), number: z.int().min(1), seq: z.int().min(1) }),
  ),
})

/**
 * Holds the last positions of closed rooms whose journals were deleted because all lines are stored:
 * their epochs continue after these positions. All of them are in one small file.
 */
export class ClosedEpochs {
  readonly #file: JsonFile<z.output<typeof layout>>
  readonly #log: Pick<Logger, 'warn'>
  readonly #rooms: Map<string, StoredEpoch>

  constructor(file: AtomicFile, log: Pick<Logger, 'warn'>) {
    this.#file = jsonFile(file, { name: 'closed.json', schema: layout, log })
    this.#log = log
    this.#rooms = new Map(Object.entries(this.#file.read()?.rooms ?? {}))
  }

  /** Records the last position of a room. @returns false if the file could not be written. */
  put(room: string, end: StoredEpoch): boolean {
    this.#rooms.delete(room) // to stand last, as the newest
    this.#rooms.set(room, end)
    const [oldest] = this.#rooms.keys()
    if (this.#rooms.size > maxRooms && oldest !== undefined) this.#rooms.delete(oldest)
    return this.#write()
  }

  /**
   * Returns the last position of a room and deletes the entry, as the room may now continue. Undefined
   * if there is no entry, or if the deletion could not be written.
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
      this.#file.write({ rooms })
      return true
    } catch (error) {
      this.#log.warn({ error }, 'ends of closed rooms not written')
      return false
    }
  }
}
