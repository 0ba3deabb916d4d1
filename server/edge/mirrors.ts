import { parseRoomId } from '../../proto/feed/index.ts'
import type { RingMemory } from '../hub/ring-memory.ts'
import { guarded } from '../lib/time/guarded-clock.ts'
import type { RoomView } from '../hub/room-view.ts'
import type { Logger } from '../lib/logger.ts'
import { type IdleTimes, type IdleWatch, longestResting, watchIdle } from '../room/idle-watch.ts'
import type { RoomTarget } from '../room/room-target.ts'
import type { OpenedRoom, RoomViews } from '../room/room-views.ts'
import { notReady, type RoomDenied } from '../room/room-denied.ts'
import type { Network } from '../upstream/network.ts'
import { OriginConnection, type OriginConnectionState } from './origin-connection.ts'
import { Mirror } from './mirror.ts'

/** The dependencies of the mirrors of an edge. */
export interface MirrorsParts {
  /**
   * Returns the network of a room of the origin: its address, and the token if the room may use it.
   */
  readonly networkOf: (room: string) => Network
  /** Returns true for a room that only programs on this machine may read. */
  readonly isForThisMachine: (room: string) => boolean
  readonly clock: Network['clock']
  readonly rings: RingMemory
  readonly maxRooms: number
  /** The times after which a room without readers rests and closes. */
  readonly idle: IdleTimes
  readonly defer: (call: () => void) => void
  readonly log: Pick<Logger, 'info' | 'warn'>
  /** Reports that a room has become readable, or unreadable. */
  readonly onChange: () => void
}

interface Opened {
  readonly mirror: Mirror
  readonly connection: OriginConnection
  idle: IdleWatch | undefined
}

interface CachedRefusal {
  readonly refusal: RoomDenied
  readonly until: number
}

// The maximal wait for the first message of the origin.
const openMs = 5_000

// The time for which a refusal of the origin is repeated without a request.
const refusedMs = 15_000

// Short, so that a room that is switched on again is found soon.
const offMs = 1_000
const maxRefusals = 1_000

/** The rooms of the origin that are read here: one connection each, for all readers. */
export class Mirrors implements RoomViews {
  readonly #parts: MirrorsParts
  readonly #opened = new Map<string, Opened>()
  readonly #refusals = new Map<string, CachedRefusal>()
  /** The room that a source belongs to at the origin. */
  readonly #owners = new Map<string, string>()
  #closed = false

  constructor(parts: MirrorsParts) {
    this.#parts = parts
  }

  list(): readonly RoomView[] {
    return [...this.#opened.values()].map(({ mirror }) => mirror)
  }

  /**
   * Returns the target of an id here. The origin does not list its rooms, so an edge cannot either.
   */
  find(id: string): RoomTarget | RoomDenied {
    if (!parseRoomId(id))
      return { refused: 'malformed', reason: 'a room is a slug or platform:ref' }
    const room = this.#owners.get(id) ?? id
    const refusal = this.#refusalOf(room)
    if (refusal) return refusal
    if (this.#parts.isForThisMachine(room)) return { kind: 'on-demand', id, room }
    // The origin has already decided about access.
    return { kind: 'configured', id, room, visibility: 'public' }
  }

  /** Opens a room of the origin, or returns the refusal of the origin. */
  async open(id: string): Promise<OpenedRoom | RoomDenied> {
    const target = this.find(id)
    if ('refused' in target) return target
    const owner = this.#owners.get(id) ?? id
    const opened = this.#opened.get(owner) ?? this.#start(owner)
    if ('refused' in opened) return opened
    const state = await opened.connection.settled(openMs)
    if (state.is === 'part') return owner === id ? this.#openPart(id, state.of) : notReady
    const stopped = this.#refusalOf(owner) ?? refusalIn(state)
    if (stopped) return stopped
    this.#watchIdle(opened)
    return owner === id ? { room: opened.mirror } : { room: opened.mirror, source: id }
  }

  /** Returns the present problems, as text. */
  trouble(): readonly string[] {
    const states = [...this.#opened.values()].map(({ connection }) => connection.state)
    const away = states.find(({ is }) => is === 'away')
    const refusal = away && refusalIn(away)
    return refusal ? [refusal.reason] : []
  }

  /** Closes every room; afterwards none opens. */
  async close(): Promise<void> {
    this.#closed = true
    await Promise.all([...this.#opened.values()].map((opened) => this.#close(opened)))
  }

  #openPart(id: string, owner: string): Promise<OpenedRoom | RoomDenied> {
    this.#owners.set(id, owner)
    return this.open(id)
  }

  #start(id: string): Opened | RoomDenied {
    const { networkOf, rings, defer, maxRooms, log } = this.#parts
    if (this.#closed) return notReady
    if (this.#opened.size >= maxRooms && !this.#closeLongestIdle()) {
      return { refused: 'full', reason: 'too many rooms are open; try again later' }
    }
    const mirror = new Mirror({
      id,
      rings,
      defer: (call) =>
        defer(guarded(call, (error) => log.warn({ room: id, error }, 'event not published'))),
    })
    const connection = new OriginConnection({
      mirror,
      warmEvents: rings.maxEntries,
      network: networkOf(id),
      log,
      onChange: (state) => this.#onState(opened, state),
    })
    const opened: Opened = { mirror, connection, idle: undefined }
    this.#opened.set(id, opened)
    this.#watchIdle(opened)
    log.info({ room: id }, 'room opened')
    return opened
  }

  #onState(opened: Opened, state: OriginConnectionState): void {
    const { id } = opened.mirror
    if (state.is === 'refused') this.#cacheRefusal(id, state.refusal)
    this.#parts.onChange() // before the readers learn only that the room has closed
    if (state.is === 'refused' || state.is === 'part') void this.#close(opened)
  }

  #cacheRefusal(id: string, refusal: RoomDenied): void {
    this.#refusals.delete(id)
    const restMs = refusal.refused === 'off' ? offMs : refusedMs
    this.#refusals.set(id, { refusal, until: this.#parts.clock.now() + restMs })
    const [oldest] = this.#refusals.keys()
    if (this.#refusals.size > maxRefusals && oldest !== undefined) this.#refusals.delete(oldest)
  }

  #refusalOf(room: string): RoomDenied | undefined {
    const cached = this.#refusals.get(room)
    if (cached && cached.until > this.#parts.clock.now()) return cached.refusal
    const state = this.#opened.get(room)?.connection.state
    return state?.is === 'away' ? refusalIn(state) : undefined
  }

  #watchIdle(opened: Opened): void {
    const { mirror } = opened
    if (opened.idle) return opened.idle.renew()
    const { clock, idle } = this.#parts
    const expire = (): void => void this.#close(opened)
    const [rest, wake] = [() => mirror.rest(), () => mirror.wake()]
    opened.idle = watchIdle({ readers: () => mirror.readers, rest, wake, expire }, idle, clock)
  }

  /** Closes the room that has rested the longest. @returns false if none rests. */
  #closeLongestIdle(): boolean {
    const longest = longestResting(this.#opened.values(), ({ idle }) => idle)
    if (longest) void this.#close(longest)
    return longest !== undefined
  }

  async #close(opened: Opened): Promise<void> {
    const { mirror, connection } = opened
    opened.idle?.close()
    if (this.#opened.get(mirror.id) === opened) this.#opened.delete(mirror.id)
    for (const [source, owner] of this.#owners) {
      if (owner === mirror.id) this.#owners.delete(source)
    }
    mirror.close()
    await connection.close()
    this.#parts.log.info({ room: mirror.id }, 'room closed')
  }
}

function refusalIn(state: OriginConnectionState): RoomDenied | undefined {
  switch (state.is) {
    case 'following':
      return undefined
    case 'refused':
      return state.refusal
    case 'part':
      return notReady
    case 'opening':
    case 'away': {
      const reason = `the origin is away: ${state.reason ?? 'it does not answer'}`
      return { refused: 'not-ready', reason }
    }
  }
}
