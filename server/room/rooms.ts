import { parseRoomId } from '../../proto/feed/index.ts'
import type { Room } from '../hub/room.ts'
import type { Clock, Timer } from '../lib/clock.ts'
import type { Platform } from '../platform/platform.ts'
import type { Refusal } from './refusal.ts'

/** What a room on demand is opened with. */
export interface RoomsParts {
  readonly platforms: ReadonlyMap<string, Platform>
  readonly clock: Clock
  readonly createRoom: (id: string) => Room
  /**
   * Starts a source that flows into a room.
   *
   * @throws RangeError if the platform has no such ref.
   */
  readonly openSource: (platform: Platform, ref: string, room: Room) => { close: () => void }
  readonly idleMs: number
  readonly maxRooms: number
}

interface Opened {
  readonly room: Room
  readonly source: { readonly close: () => void }
  idle: Timer | undefined
}

/** The rooms that are open now. A room nobody configured opens on demand and closes when idle. */
export class Rooms {
  readonly #parts: RoomsParts
  readonly #opened = new Map<string, Opened>()

  constructor(parts: RoomsParts) {
    this.#parts = parts
  }

  /** Every open room, oldest first. */
  list(): readonly Room[] {
    return [...this.#opened.values()].map(({ room }) => room)
  }

  /** The room if it is open already, else undefined; malformed ids are simply not open. */
  find(id: string): Room | undefined {
    return this.#opened.get(id)?.room
  }

  /** Opens a room, or says why not. It closes some time after its last reader left. */
  open(id: string): Room | Refusal {
    const opened = this.#opened.get(id) ?? this.#create(id)
    if ('refused' in opened) return opened
    this.#expectIdle(opened)
    return opened.room
  }

  /** Closes every room. */
  async close(): Promise<void> {
    await Promise.all([...this.#opened.values()].map((opened) => this.#close(opened)))
  }

  #create(id: string): Opened | Refusal {
    const parsed = parseRoomId(id)
    if (!parsed) return { refused: 'malformed', reason: 'a room is a slug or platform:ref' }
    if (parsed.kind === 'slug') return unknown('no room of this name is configured')
    const platform = this.#parts.platforms.get(parsed.platform)
    if (!platform) {
      const names = [...this.#parts.platforms.keys()].join(', ')
      return unknown(`there is no platform ${parsed.platform}; known are ${names}`)
    }
    if (this.#opened.size >= this.#parts.maxRooms) {
      return { refused: 'full', reason: 'too many rooms are open; try again later' }
    }
    return this.#start(id, platform, parsed.ref)
  }

  #start(id: string, platform: Platform, ref: string): Opened | Refusal {
    const room = this.#parts.createRoom(id)
    try {
      const source = this.#parts.openSource(platform, ref, room)
      const opened = { room, source, idle: undefined }
      this.#opened.set(id, opened)
      return opened
    } catch (cause) {
      if (!(cause instanceof RangeError)) throw cause
      return unknown(cause.message)
    }
  }

  #expectIdle(opened: Opened): void {
    opened.idle?.cancel()
    opened.idle = this.#parts.clock.after(this.#parts.idleMs, () => {
      if (opened.room.readers > 0) this.#expectIdle(opened)
      else void this.#close(opened)
    })
  }

  async #close(opened: Opened): Promise<void> {
    opened.idle?.cancel()
    opened.source.close()
    this.#opened.delete(opened.room.id)
    await opened.room.close()
  }
}

function unknown(reason: string): Refusal {
  return { refused: 'unknown', reason }
}
