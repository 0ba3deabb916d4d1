import type { Draft } from '../../proto/feed/index.ts'
import type { Clock, Timer } from '../lib/time/clock.ts'
import { type LivePerson, liveUser } from './live-draft.ts'

/** A stream of a live room that counts. */
export interface Viewer {
  /** The slug of the live room. */
  readonly room: string
  /** The account; absent for a viewer without one. */
  readonly person?: LivePerson | undefined
}

/** Dependencies of {@link Presence}. */
export interface PresenceParts {
  readonly clock: Clock
  /** Publishes an event in a live room. */
  readonly publish: (room: string, draft: Draft) => void
  /**
   * Notes that accounts visit a room. @returns the number of accounts that ever visited it; undefined
   * if that is unknown now.
   */
  readonly noteVisits: (room: string, accounts: readonly string[]) => Promise<number | undefined>
}

/** The figures of a live room. */
export interface PresenceFigures {
  /** Viewers: each account once, others by connection. */
  readonly online: number
  readonly connections: number
  /** Accounts that were ever here; absent until that is known. */
  readonly seen?: number
}

/** The most `enter` events of a room in {@link presenceEveryMs}. */
export const mostEnters = 5
/** The least time between two `stats` events of a room. */
export const presenceEveryMs = 1_000

interface RoomPresence {
  /** The number of streams of each account that is here. */
  readonly people: Map<string, { readonly name: string; readonly streams: number }>
  others: number
  /** Accounts that entered since the last figures. */
  readonly entered: Set<string>
  /** The events `enter` since then. */
  enters: number
  seen: number | undefined
  /** The last published figures, as JSON. */
  shown: string
  timer: Timer | undefined
}

/**
 * Counts the viewers of live rooms by their streams, so that a second tab of an account counts once and
 * a broken connection leaves nothing behind. Publishes who enters and the figures, both limited.
 */
export class Presence {
  readonly #parts: PresenceParts
  readonly #rooms = new Map<string, RoomPresence>()

  constructor(parts: PresenceParts) {
    this.#parts = parts
  }

  /** Counts a stream. @returns a function to call when it has ended; idempotent. */
  join({ room: slug, person }: Viewer): () => void {
    const room = this.#roomOf(slug)
    if (person) this.#enter(slug, room, person)
    else room.others += 1
    this.#schedule(slug, room)
    let left = false
    return () => {
      if (left) return
      left = true
      if (person) leave(room, person.id)
      else room.others -= 1
      this.#schedule(slug, room)
    }
  }

  /** Returns the figures of a room. */
  figures(slug: string): PresenceFigures {
    const room = this.#rooms.get(slug)
    return room ? figuresOf(room) : { online: 0, connections: 0 }
  }

  /** Returns at most `limit` accounts that are in a room, those who came first. */
  people(slug: string, limit: number): readonly LivePerson[] {
    const people = [...(this.#rooms.get(slug)?.people ?? [])].slice(0, limit)
    return people.map(([id, { name }]) => ({ id, name }))
  }

  /** Publishes nothing more. */
  close(): void {
    for (const { timer } of this.#rooms.values()) timer?.cancel()
    this.#rooms.clear()
  }

  #roomOf(slug: string): RoomPresence {
    const there = this.#rooms.get(slug)
    if (there) return there
    const room: RoomPresence = {
      people: new Map(),
      others: 0,
      entered: new Set(),
      enters: 0,
      seen: undefined,
      shown: '',
      timer: undefined,
    }
    this.#rooms.set(slug, room)
    return room
  }

  #enter(slug: string, room: RoomPresence, person: LivePerson): void {
    const { id, name } = person
    const streams = room.people.get(id)?.streams ?? 0
    room.people.set(id, { name, streams: streams + 1 })
    if (streams > 0) return
    room.entered.add(id)
    if (room.enters >= mostEnters) return
    room.enters += 1
    this.#parts.publish(slug, { type: 'enter', user: liveUser(person) })
  }

  #schedule(slug: string, room: RoomPresence): void {
    room.timer ??= this.#parts.clock.after(presenceEveryMs, () => void this.#show(slug, room))
  }

  /** Stores the new visits, and publishes the figures if they have changed. */
  async #show(slug: string, room: RoomPresence): Promise<void> {
    const accounts = [...room.entered]
    room.entered.clear()
    room.enters = 0
    if (accounts.length > 0 || room.seen === undefined) {
      const seen = await this.#parts.noteVisits(slug, accounts)
      if (seen === undefined) for (const id of accounts) room.entered.add(id)
      else room.seen = seen
    }
    room.timer = undefined
    if (this.#rooms.get(slug) !== room) return // closed meanwhile
    const figures = figuresOf(room)
    const shown = JSON.stringify(figures)
    if (shown !== room.shown) this.#parts.publish(slug, { type: 'stats', ...figures })
    room.shown = shown
    if (room.entered.size > 0) this.#schedule(slug, room)
    else if (figures.connections === 0) this.#rooms.delete(slug)
  }
}

function leave({ people }: RoomPresence, id: string): void {
  const person = people.get(id)
  if (!person) return
  if (person.streams > 1) people.set(id, { ...person, streams: person.streams - 1 })
  else people.delete(id)
}

function figuresOf({ people, others, seen }: RoomPresence): PresenceFigures {
  const streams = [...people.values()].reduce((sum, one) => sum + one.streams, 0)
  const counted = { online: people.size + others, connections: streams + others }
  return seen === undefined ? counted : { ...counted, seen }
}
