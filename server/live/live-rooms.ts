import type { Clock } from '../lib/time/clock.ts'
import type { Collection } from '../store/collection.ts'
import { Conflict } from '../store/query/conflict.ts'
import type { BroadcastRecord, LiveRoomRecord } from '../store/query/live-room.ts'
import { keyInRoom, type MemberRecord } from '../store/query/member.ts'
import {
  type BroadcastInput,
  type BroadcastState,
  notStarted,
  stateAfterRestart,
  type StateRefusal,
  stepBroadcast,
} from './broadcast-state.ts'
import { defaultRules } from './comment-rules.ts'

/** The dependencies of the live rooms. */
export interface LiveRoomsParts {
  readonly rooms: Collection<LiveRoomRecord>
  readonly members: Collection<MemberRecord>
  readonly clock: Clock
  /** Draws an address for a room. */
  readonly drawSlug: () => string
}

/** The fields of a broadcast that its host chooses. */
export type BroadcastTitle = Pick<BroadcastRecord, 'title' | 'cover'>

/** The request to create a live room. */
export interface NewLiveRoom extends BroadcastTitle, Pick<LiveRoomRecord, 'host' | 'visibility'> {
  /** Drawn if absent. */
  readonly slug?: string | undefined
}

/** The role of an account in relation to a live room. */
export type LiveRole = 'host' | MemberRecord['role']

/** A change of a broadcast that its state does not allow. */
export class WrongState extends Error {
  override readonly name = 'WrongState'
  readonly refused: StateRefusal | 'not-ended' | 'not-live'

  constructor(refused: WrongState['refused'], message: string) {
    super(message)
    this.refused = refused
  }
}

/** A live room that does not exist. */
export class NoSuchLiveRoom extends Error {
  override readonly name = 'NoSuchLiveRoom'
}

const maxRoomsOfHost = 100

// Two drawn addresses are the same once in 10^15; more tries would only hide a fault.
const maxDraws = 5

/** The live rooms, as they are now; a change is stored before it applies. */
export class LiveRooms {
  readonly #parts: LiveRoomsParts
  #loaded = false

  constructor(parts: LiveRoomsParts) {
    this.#parts = parts
  }

  /** True once the stored rooms are loaded. */
  get loaded(): boolean {
    return this.#loaded
  }

  /** Uses the copies of an earlier run until the load. */
  recall(): void {
    this.#parts.members.recall()
    this.#parts.rooms.recall()
  }

  /**
   * Loads the stored rooms and their members. Broadcasts that an earlier run left live or paused are
   * at 0 again. @throws the errors of the store.
   */
  async load(): Promise<void> {
    await this.#parts.members.load()
    await this.#parts.rooms.load()
    for (const { slug, broadcast } of this.list()) await this.#restart(slug, broadcast.state)
    this.#loaded = true
  }

  /** Calls a listener with each room that is created or changed from now on. */
  onChange(listener: (room: LiveRoomRecord) => void): void {
    this.#parts.rooms.onChange((_, room) => room && listener(room))
  }

  /** Calls a listener when a room is created, or hidden or shown to others, from now on. */
  onVisibility(listener: () => void): void {
    const known = new Map(this.list().map(({ slug, visibility }) => [slug, visibility]))
    this.onChange(({ slug, visibility }) => {
      if (known.get(slug) === visibility) return // likes change a room each second
      known.set(slug, visibility)
      listener()
    })
  }

  /** Calls a listener with the slug of a room when it begins another broadcast, from now on. */
  onBroadcast(listener: (slug: string) => void): void {
    const known = new Map(this.list().map(({ slug, broadcast }) => [slug, broadcast.number]))
    this.onChange(({ slug, broadcast }) => {
      if (known.get(slug) === broadcast.number) return
      known.set(slug, broadcast.number)
      listener(slug)
    })
  }

  /** Calls a listener with the slug of a room whose moderators or members change from now on. */
  onMembers(listener: (slug: string) => void): void {
    this.#parts.members.onChange((key) => listener(key.slice(0, key.indexOf(' '))))
  }

  /** Returns every room, ordered by slug. */
  list(): readonly LiveRoomRecord[] {
    return this.#parts.rooms.list()
  }

  find(slug: string): LiveRoomRecord | undefined {
    return this.#parts.rooms.find(slug)
  }

  /** Returns a room. @throws NoSuchLiveRoom. */
  get(slug: string): LiveRoomRecord {
    const room = this.find(slug)
    if (!room) throw new NoSuchLiveRoom(`there is no live room ${slug}`)
    return room
  }

  /** Returns the role of an account in a room; undefined if it has none. */
  roleOf(slug: string, account: string): LiveRole | undefined {
    if (this.find(slug)?.host === account) return 'host'
    return this.#parts.members.find(keyInRoom(slug, account))?.role
  }

  /** Returns the accounts with a role in a room, the first ones first. */
  members(slug: string, role: MemberRecord['role']): readonly MemberRecord[] {
    return this.#parts.members
      .list()
      .filter((member) => member.room === slug && member.role === role)
      .toSorted((a, b) => a.addedAt - b.addedAt)
  }

  /** Gives an account a role in a room, in place of the one before. */
  async addMember(slug: string, account: string, role: MemberRecord['role']): Promise<void> {
    const addedAt = this.#parts.clock.now()
    await this.#parts.members.save({ room: slug, account, role, addedAt })
  }

  /** Takes a role in a room from an account, if it has exactly this one. */
  async removeMember(slug: string, account: string, role: MemberRecord['role']): Promise<void> {
    const { members } = this.#parts
    const key = keyInRoom(slug, account)
    if (members.find(key)?.role === role) await members.remove(key)
  }

  /** Creates a room with its first broadcast. @throws Conflict if the address is in use. */
  async create({ slug, host, visibility, ...title }: NewLiveRoom): Promise<LiveRoomRecord> {
    for (let draw = 1; ; draw++) {
      const now = this.#parts.clock.now()
      const room: LiveRoomRecord = {
        slug: slug ?? this.#parts.drawSlug(),
        host,
        visibility,
        rules: { ...defaultRules },
        version: 1,
        createdAt: now,
        broadcast: newBroadcast(1, title, now),
      }
      try {
        await this.#create(room)
        return room
      } catch (error) {
        if (slug !== undefined || draw === maxDraws || !(error instanceof Conflict)) throw error
      }
    }
  }

  /** Changes a room, unless the change returns the same one. @throws NoSuchLiveRoom. */
  async change(
    slug: string,
    change: (room: LiveRoomRecord) => LiveRoomRecord,
  ): Promise<LiveRoomRecord> {
    await this.#parts.rooms.change(slug, (before) => {
      const after = change(before)
      return after === before ? before : { ...after, version: before.version + 1 }
    })
    return this.get(slug)
  }

  /** Gives the broadcast of a room an input. @throws WrongState if its state refuses it. */
  step(slug: string, input: BroadcastInput): Promise<LiveRoomRecord> {
    return this.change(slug, (room) => {
      const { broadcast } = room
      const step = stepBroadcast(broadcast.state, input)
      if (step.refused !== undefined) throw new WrongState(step.refused, refusals[step.refused])
      if (step.state === broadcast.state) return room
      const now = this.#parts.clock.now()
      const startedAt = broadcast.startedAt ?? (step.state.code === 1 ? now : undefined)
      const endedAt = step.state.code === 3 ? now : undefined
      return { ...room, broadcast: { ...broadcast, state: step.state, startedAt, endedAt } }
    })
  }

  /** Begins the next broadcast of a room. @throws WrongState unless the last one has ended. */
  beginNext(slug: string, title: BroadcastTitle): Promise<LiveRoomRecord> {
    return this.change(slug, ({ broadcast, pin: _pin, ...room }) => {
      if (broadcast.state.code !== 3) {
        throw new WrongState('not-ended', 'the last broadcast has not ended: end it first')
      }
      const now = this.#parts.clock.now()
      return { ...room, broadcast: newBroadcast(broadcast.number + 1, title, now) }
    })
  }

  /** Removes the pin of a room. */
  unpin(slug: string): Promise<LiveRoomRecord> {
    return this.change(slug, (room) => {
      const { pin, ...rest } = room
      return pin ? rest : room
    })
  }

  /**
   * Removes a deleted account from all rooms: its roles and pinned comments are removed, and its own
   * rooms are ended and private, because they have no host.
   */
  async forget(account: string): Promise<void> {
    for (const { slug, host, pin } of this.list()) {
      if (pin?.account === account) await this.unpin(slug)
      if (host !== account) continue
      await this.step(slug, 'end')
      await this.change(slug, (room) => ({ ...room, visibility: 'private' }))
    }
    for (const { room, role } of this.#parts.members.list().filter(isOf(account))) {
      await this.removeMember(room, account, role)
    }
  }

  async #restart(slug: string, left: BroadcastState): Promise<void> {
    const state = stateAfterRestart(left)
    if (state === left) return
    await this.change(slug, (room) => {
      const isLeft = room.broadcast.state === left // else it was started or ended meanwhile
      return isLeft ? { ...room, broadcast: { ...room.broadcast, state } } : room
    })
  }

  #create(room: LiveRoomRecord): Promise<void> {
    return this.#parts.rooms.save(room, () => {
      const own = this.list().filter(({ host }) => host === room.host)
      if (own.length >= maxRoomsOfHost) {
        throw new Conflict(`an account may have ${maxRoomsOfHost} live rooms`)
      }
      if (this.find(room.slug)) throw new Conflict(`there is a live room ${room.slug} already`)
    })
  }
}

const refusals: Readonly<Record<StateRefusal, string>> = {
  'not-started': 'the broadcast has not started',
  'already-live': 'the broadcast is live already',
  'no-stream': 'nobody publishes the broadcast: start it again',
  ended: 'the broadcast has ended; create the next one',
}

function isOf(account: string): (member: MemberRecord) => boolean {
  return (member) => member.account === account
}

function newBroadcast(number: number, title: BroadcastTitle, createdAt: number): BroadcastRecord {
  return { ...title, number, state: notStarted, likes: 0, createdAt }
}
