import type { Draft } from '../../proto/feed/index.ts'
import type { Logger } from '../lib/logger.ts'
import type { Clock, Timer } from '../lib/time/clock.ts'
import type { LiveRooms } from './live-rooms.ts'

/** Dependencies of {@link Likes}. */
export interface LikesParts {
  readonly rooms: Pick<LiveRooms, 'change'>
  readonly clock: Clock
  /** Publishes an event in a live room. */
  readonly publish: (room: string, draft: Draft) => void
  readonly log: Pick<Logger, 'warn'>
}

/** The least time between two `like` events of a room. */
export const likesEveryMs = 1_000

/** Adds the likes of live rooms up: they are stored and published at most once a second. */
export class Likes {
  readonly #parts: LikesParts
  readonly #waiting = new Map<string, number>()
  readonly #timers = new Map<string, Timer>()

  constructor(parts: LikesParts) {
    this.#parts = parts
  }

  /** Adds likes to the broadcast of a room. */
  add(slug: string, count: number): void {
    this.#waiting.set(slug, (this.#waiting.get(slug) ?? 0) + count)
    this.#schedule(slug)
  }

  /** Stores the likes that wait. */
  async close(): Promise<void> {
    for (const timer of this.#timers.values()) timer.cancel()
    await Promise.all([...this.#waiting.keys()].map((slug) => this.#show(slug)))
  }

  #schedule(slug: string): void {
    if (this.#timers.has(slug)) return
    const due = (): void => void this.#showDue(slug)
    this.#timers.set(slug, this.#parts.clock.after(likesEveryMs, due))
  }

  async #showDue(slug: string): Promise<void> {
    await this.#show(slug)
    this.#timers.delete(slug)
    if (this.#waiting.has(slug)) this.#schedule(slug)
  }

  async #show(slug: string): Promise<void> {
    const { rooms, publish, log } = this.#parts
    const count = this.#waiting.get(slug) ?? 0
    this.#waiting.delete(slug)
    try {
      const { broadcast } = await rooms.change(slug, (room) => {
        const likes = room.broadcast.likes + count
        return { ...room, broadcast: { ...room.broadcast, likes } }
      })
      publish(slug, { type: 'like', count, total: broadcast.likes })
    } catch (error) {
      log.warn({ error, room: slug }, 'likes not stored, tried again')
      this.#waiting.set(slug, (this.#waiting.get(slug) ?? 0) + count)
    }
  }
}
