import { parseRoomId } from '../../proto/feed/index.ts'
import type { Room } from '../hub/room.ts'
import type { Clock } from '../lib/clock.ts'
import type { Platform } from '../platform/platform.ts'
import type { Kept } from '../record/keeper.ts'
import { type Catalog, sourceName, type SourceRef } from './catalog.ts'
import { OpenRoom, type StartSource } from './open-room.ts'
import { type Refusal, unknown } from './refusal.ts'

/** What the open rooms are made of. */
export interface RoomsParts {
  readonly platforms: ReadonlyMap<string, Platform>
  readonly clock: Clock
  /** Opens the log of a room that is to be kept. */
  readonly keep: (id: string) => Promise<Kept>
  /** For rooms that live in memory only. */
  readonly forget: () => Kept
  readonly createRoom: (id: string, kept: Kept) => Room
  readonly startSource: StartSource
  /** How long a room on demand stays open without a reader. */
  readonly idleMs: number
  readonly maxRooms: number
}

/** A room as somebody asked for it. */
export interface Reading {
  readonly room: Room
  /** Set where one source of a room that merges several was asked for. */
  readonly source?: string
}

/** The rooms that are open now: configured ones, and those opened on demand while they are read. */
export class Rooms {
  readonly #parts: RoomsParts
  readonly #opening = new Map<string, Promise<OpenRoom | Refusal>>()
  readonly #opened = new Map<string, OpenRoom>()
  #catalog: Catalog | undefined
  #closed = false

  constructor(parts: RoomsParts) {
    this.#parts = parts
  }

  /** Every open room, oldest first. */
  list(): readonly Room[] {
    return [...this.#opened.values()].map(({ room }) => room)
  }

  /** Opens the configured rooms; until they are known nobody can tell which source is whose. */
  async know(catalog: Catalog): Promise<void> {
    this.#catalog = catalog
    for (const { slug } of catalog.list()) await this.refresh(slug)
  }

  /** Opens a room, or says why not. One on demand closes some time after its last reader left. */
  async open(id: string): Promise<Reading | Refusal> {
    const parsed = parseRoomId(id)
    if (!parsed) return { refused: 'malformed', reason: 'a room is a slug or platform:ref' }
    if (parsed.kind === 'slug') return this.#openConfigured(parsed.slug)
    const { platform, ref } = parsed
    const owner = this.#catalog?.ownerOf({ platform, ref })
    if (!owner) return this.#openOnDemand(id, { platform, ref })
    const reading = await this.#openConfigured(owner.slug)
    return 'refused' in reading ? reading : { ...reading, source: id }
  }

  /** Makes an open room what the catalog says, or opens it if it is to be open. */
  async refresh(slug: string): Promise<void> {
    const configured = this.#catalog?.find(slug)
    const opened = this.#opened.get(slug)
    for (const source of configured?.sources ?? []) await this.#closeOnDemand(sourceName(source))
    if (!configured?.enabled) return opened && this.#close(opened)
    if (opened) return opened.follow(configured.sources)
    await this.#openConfigured(slug)
  }

  /** Closes every room; none opens any more. */
  async close(): Promise<void> {
    this.#closed = true
    await Promise.all(this.#opening.values())
    await Promise.all([...this.#opened.values()].map((opened) => this.#close(opened)))
  }

  async #openConfigured(slug: string): Promise<Reading | Refusal> {
    if (!this.#catalog) return notReady
    const configured = this.#catalog.find(slug)
    if (!configured) return unknown('no room of this name is configured')
    if (!configured.enabled) return unknown('this room is switched off')
    const { sources } = configured
    const onlyDemo = sources.every(({ platform }) => this.#isGenerated(platform))
    const opened = await this.#once(slug, onlyDemo, async (room) => room.follow(sources))
    return 'refused' in opened ? opened : { room: opened.room }
  }

  async #openOnDemand(id: string, source: SourceRef): Promise<Reading | Refusal> {
    const { platforms, maxRooms } = this.#parts
    if (!platforms.has(source.platform)) {
      const names = [...platforms.keys()].join(', ')
      return unknown(`there is no platform ${source.platform}; known are ${names}`)
    }
    const generated = this.#isGenerated(source.platform)
    if (!this.#catalog && !generated) return notReady
    if (!this.#opening.has(id) && this.#opened.size >= maxRooms) {
      return { refused: 'full', reason: 'too many rooms are open; try again later' }
    }
    const opened = await this.#once(id, generated, async (room) => room.start(source))
    if ('refused' in opened) return opened
    this.#expectIdle(opened)
    return { room: opened.room }
  }

  /** However many ask at once, a room is opened once. */
  #once(
    id: string,
    forgetful: boolean,
    begin: (opened: OpenRoom) => Promise<void>,
  ): Promise<OpenRoom | Refusal> {
    const there = this.#opening.get(id)
    if (there) return there
    const opening = this.#create(id, forgetful, begin).then(
      (outcome) => {
        if ('refused' in outcome) this.#opening.delete(id)
        return outcome
      },
      (error: unknown) => {
        this.#opening.delete(id)
        throw error
      },
    )
    this.#opening.set(id, opening)
    return opening
  }

  async #create(
    id: string,
    forgetful: boolean,
    begin: (opened: OpenRoom) => Promise<void>,
  ): Promise<OpenRoom | Refusal> {
    if (this.#closed) return notReady
    const { keep, forget, createRoom, startSource } = this.#parts
    const kept = forgetful ? forget() : await keep(id)
    const room = createRoom(id, kept)
    const opened = new OpenRoom(room, kept.recent, startSource)
    room.remember(kept.recent)
    kept.record(room)
    try {
      await begin(opened)
    } catch (cause) {
      await room.close()
      if (!(cause instanceof RangeError)) throw cause
      return unknown(cause.message)
    }
    this.#opened.set(id, opened)
    return opened
  }

  #isGenerated(platform: string): boolean {
    return this.#parts.platforms.get(platform)?.kind === 'generated'
  }

  #expectIdle(opened: OpenRoom): void {
    opened.idle?.cancel()
    opened.idle = this.#parts.clock.after(this.#parts.idleMs, () => {
      if (opened.room.readers > 0) this.#expectIdle(opened)
      else void this.#close(opened)
    })
  }

  /** A source that got a room of its own by configuration leaves the one it had on demand. */
  async #closeOnDemand(id: string): Promise<void> {
    const opened = this.#opened.get(id)
    if (opened) await this.#close(opened)
  }

  async #close(opened: OpenRoom): Promise<void> {
    this.#opened.delete(opened.room.id)
    await opened.close()
    this.#opening.delete(opened.room.id) // only now may it be opened again
  }
}

const notReady: Refusal = {
  refused: 'not-ready',
  reason: 'the server is not ready yet; try again in a moment',
}
