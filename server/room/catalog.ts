import type { Omittable } from '../../proto/api/omit.ts'
import { Conflict } from '../store/query/conflict.ts'
import { DatabaseUnavailable } from '../store/engine/db.ts'
import type { Visibility } from '../store/query/room.ts'
import type { Timing } from './schedule.ts'

/** A source of the events of a configured room. */
export interface SourceRef {
  readonly platform: string
  readonly ref: string
}

/** A room that the operator configured. */
export interface ConfiguredRoom extends Timing {
  readonly slug: string
  readonly title?: string | undefined
  readonly visibility: Visibility
  /** A room that is not enabled has no sources running and cannot be read. */
  readonly enabled: boolean
  readonly sources: readonly SourceRef[]
  /** Types of events that it neither stores nor publishes; they are counted all the same. */
  readonly omit: readonly Omittable[]
}

/**
 * The store of configured rooms. Every call rejects with DatabaseUnavailable while the database is
 * away.
 */
export interface CatalogStore {
  readonly load: () => Promise<KeptRooms>
  /** Creates or replaces a room with its sources. @throws Conflict, see `sources`. */
  readonly save: (room: ConfiguredRoom, how: 'new' | 'changed') => Promise<void>
  readonly remove: (slug: string) => Promise<void>
}

/** The configured rooms of a database. */
export interface KeptRooms {
  readonly rooms: readonly ConfiguredRoom[]
  /**
   * The id of the database, another one after it was created again; undefined without a database.
   */
  readonly database?: string | undefined
}

/** The last known catalog, available before the database is. */
export interface CatalogCopy {
  /** Undefined if there is no copy, or none that can be read. */
  readonly read: () => KeptRooms | undefined
  /**
   * Writes the rooms. An old copy of a database is corrected by the next load.
   *
   * @throws the errors of the disk, only if `isOnly`: no database holds the rooms.
   */
  readonly write: (kept: KeptRooms, isOnly: boolean) => void
}

/** Returns the name of a source, as in `platform:ref`. */
export function sourceName({ platform, ref }: SourceRef): string {
  return `${platform}:${ref}`
}

/** The dependencies of a catalog. */
export interface CatalogParts {
  readonly store: CatalogStore
  readonly copy: CatalogCopy
  /** Receives the slug of each room that was created, changed or removed. */
  readonly onChange: (slug: string) => void
}

/**
 * The configured rooms, as they are now; changes are stored before they apply. The store is right,
 * but may take its time to open: until then the copy of an earlier run is used, and nothing
 * changes.
 */
export class Catalog {
  readonly #parts: CatalogParts
  #rooms: ReadonlyMap<string, ConfiguredRoom> = new Map()
  #database: string | undefined
  #loaded = false

  constructor(parts: CatalogParts) {
    this.#parts = parts
  }

  /** True once the rooms of the store are loaded. */
  get loaded(): boolean {
    return this.#loaded
  }

  /** Loads the copy without a call of `onChange`. @returns false if there is none. */
  recall(): boolean {
    const copied = this.#parts.copy.read()
    if (copied) this.#rooms = bySlug(copied.rooms)
    return copied !== undefined
  }

  /**
   * Loads the rooms of the store, and reports each room that has changed. A new database, which has no
   * rooms, receives those of the copy. @throws the errors of the store.
   */
  async load(): Promise<void> {
    const before = this.#rooms
    const { rooms, database } = await this.#parts.store.load()
    const copied = this.#loaded ? undefined : this.#parts.copy.read()
    const isOther = database === undefined || copied?.database !== database
    const isNew = rooms.length === 0 && copied !== undefined && isOther
    if (isNew) for (const room of copied.rooms) await this.#parts.store.save(room, 'new')
    const after = bySlug(isNew ? copied.rooms : rooms)
    this.#database = database
    this.#loaded = true
    this.#hold(after)
    for (const slug of new Set([...before.keys(), ...after.keys()])) {
      if (!isSame(before.get(slug), after.get(slug))) this.#parts.onChange(slug)
    }
  }

  /** Returns every configured room, in the order of the catalog. */
  list(): readonly ConfiguredRoom[] {
    return sorted(this.#rooms)
  }

  find(slug: string): ConfiguredRoom | undefined {
    return this.#rooms.get(slug)
  }

  /** Returns the room that a source belongs to; a source belongs to one room at most. */
  ownerOf(source: SourceRef): ConfiguredRoom | undefined {
    const name = sourceName(source)
    return this.list().find(({ sources }) => sources.some((one) => sourceName(one) === name))
  }

  /**
   * Creates a room.
   *
   * @throws Conflict if the slug is in use, or a source belongs to another room.
   */
  create(room: ConfiguredRoom): Promise<void> {
    return this.#save(room, 'new')
  }

  /** Replaces a room. @throws Conflict if a source belongs to another room. */
  change(room: ConfiguredRoom): Promise<void> {
    return this.#save(room, 'changed')
  }

  /** Removes a room. Its stored events remain. */
  async remove(slug: string): Promise<void> {
    this.#requireLoaded()
    await this.#parts.store.remove(slug)
    this.#change(new Map([...this.#rooms].filter(([name]) => name !== slug)))
    this.#parts.onChange(slug)
  }

  async #save(room: ConfiguredRoom, how: 'new' | 'changed'): Promise<void> {
    this.#requireLoaded()
    if (this.#database === undefined) this.#requireUnused(room, how)
    await this.#parts.store.save(room, how)
    this.#change(new Map([...this.#rooms, [room.slug, room]]))
    this.#parts.onChange(room.slug)
  }

  /**
   * Writes the rooms of a change to the copy, then applies them.
   *
   * @throws the errors of the disk; nothing changes then.
   */
  #change(rooms: ReadonlyMap<string, ConfiguredRoom>): void {
    this.#hold(rooms, this.#database === undefined)
  }

  #hold(rooms: ReadonlyMap<string, ConfiguredRoom>, isOnly = false): void {
    const list = sorted(rooms)
    this.#parts.copy.write({ rooms: list, database: this.#database }, isOnly)
    this.#rooms = rooms
  }

  /**
   * Checks that the slug and the sources are free, if there is no database to check it.
   *
   * @throws Conflict
   */
  #requireUnused({ slug, sources }: ConfiguredRoom, how: 'new' | 'changed'): void {
    if (how === 'new' && this.#rooms.has(slug))
      throw new Conflict(`there is a room ${slug} already`)
    for (const source of sources) {
      const owner = this.ownerOf(source)?.slug ?? slug
      if (owner === slug) continue
      throw new Conflict(`source ${sourceName(source)} belongs to room ${owner}`)
    }
  }

  /** Throws before the load, because the load would undo a change. */
  #requireLoaded(): void {
    if (!this.#loaded) throw new DatabaseUnavailable('the configured rooms are not loaded yet')
  }
}

function sorted(rooms: ReadonlyMap<string, ConfiguredRoom>): readonly ConfiguredRoom[] {
  return [...rooms.values()].toSorted((a, b) => (a.slug < b.slug ? -1 : 1))
}

function bySlug(rooms: readonly ConfiguredRoom[]): ReadonlyMap<string, ConfiguredRoom> {
  return new Map(rooms.map((room) => [room.slug, room]))
}

function isSame(a: ConfiguredRoom | undefined, b: ConfiguredRoom | undefined): boolean {
  if (!a || !b) return a === b
  return fingerprintOf(a) === fingerprintOf(b)
}

/** Returns all properties of a room as one text; the order of its lists has no meaning. */
function fingerprintOf({ slug, title, visibility, enabled, ...rest }: ConfiguredRoom): string {
  const { sources, omit, schedule, override } = rest
  const names = sources.map(sourceName).toSorted()
  const times = [schedule?.opens, schedule?.closes, schedule?.zone, override?.state, override?.at]
  return JSON.stringify([slug, title, visibility, enabled, names, omit.toSorted(), times])
}
