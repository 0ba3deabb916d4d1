import type { Draft } from '../../proto/feed/index.ts'
import type { Logger } from '../lib/logger.ts'
import type { Clock, Timer } from '../lib/time/clock.ts'
import { liveUserId } from '../live/live-draft.ts'
import type { LiveRooms } from '../live/live-rooms.ts'
import type { Scored } from '../store/query/coin/board.ts'

/** Dependencies of {@link RoomBoards}. */
export interface RoomBoardsParts {
  readonly rooms: Pick<LiveRooms, 'find'>
  /** Returns who gave most in a room, in a broadcast or in all. */
  readonly contributors: (room: string, number: number | undefined) => Promise<readonly Scored[]>
  /** Returns the name of an account; undefined if it has none any more. */
  readonly nameOf: (account: string) => string | undefined
  /** Publishes an event in a live room. */
  readonly publish: (room: string, draft: Draft) => void
  readonly clock: Clock
  readonly log: Pick<Logger, 'warn'>
}

/** The least time between two `rank` events of one board, milliseconds. */
export const boardEveryMs = 1_000

/** The boards of contributors: those of the last broadcast, and of all. */
export const boardNames = { broadcast: 'contributors', all: 'contributors-all' } as const

/** Publishes who gave most in each live room: soon after a change, at most once a second. */
export class RoomBoards {
  readonly #parts: RoomBoardsParts
  /** The rooms whose boards are read, or were published in the last second. */
  readonly #busy = new Set<string>()
  readonly #changed = new Set<string>()
  readonly #timers = new Set<Timer>()
  /** The last boards of each room, as JSON. */
  readonly #shown = new Map<string, string>()
  #closed = false

  constructor(parts: RoomBoardsParts) {
    this.#parts = parts
  }

  /** Publishes the boards of a room soon, if they have changed. */
  update(room: string): void {
    this.#changed.add(room)
    if (!this.#closed && !this.#busy.has(room)) void this.#show(room)
  }

  /** Publishes nothing more. Idempotent. */
  close(): void {
    this.#closed = true
    for (const timer of this.#timers) timer.cancel()
  }

  async #show(room: string): Promise<void> {
    const { clock, log } = this.#parts
    this.#busy.add(room)
    this.#changed.delete(room)
    try {
      await this.#publish(room)
    } catch (error) {
      log.warn({ error, room }, 'boards not read, tried again')
      this.#changed.add(room)
    }
    if (this.#closed) return
    const timer = clock.after(boardEveryMs, () => {
      this.#timers.delete(timer)
      this.#busy.delete(room)
      if (this.#changed.has(room)) this.update(room)
    })
    this.#timers.add(timer)
  }

  async #publish(room: string): Promise<void> {
    const { rooms, contributors, publish } = this.#parts
    const number = rooms.find(room)?.broadcast.number
    if (number === undefined) return
    const found = await Promise.all([contributors(room, number), contributors(room, undefined)])
    if (this.#closed) return
    for (const [index, board] of [boardNames.broadcast, boardNames.all].entries()) {
      const rows = this.#rowsOf(found[index] ?? [])
      const shown = JSON.stringify(rows)
      const key = `${room} ${board}`
      if (shown === (this.#shown.get(key) ?? '[]')) continue
      this.#shown.set(key, shown)
      publish(room, { type: 'rank', board, rows })
    }
  }

  #rowsOf(scored: readonly Scored[]) {
    return scored.map(({ of: id, score }, index) => {
      const name = this.#parts.nameOf(id)
      const user = { id: liveUserId(id), ...(name !== undefined && { name }) }
      return { rank: index + 1, user, score }
    })
  }
}
