import type { Omittable } from '../../proto/api/omit.ts'
import { Conflict } from '../store/query/conflict.ts'
import type { Collection } from '../store/collection.ts'
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

/** Returns the name of a source, as in `platform:ref`. */
export function sourceName({ platform, ref }: SourceRef): string {
  return `${platform}:${ref}`
}

/** The store of configured rooms. */
export type RoomStore = Pick<
  Collection<ConfiguredRoom>,
  'loaded' | 'recall' | 'load' | 'list' | 'find' | 'save' | 'remove' | 'onChange'
>

/**
 * The configured rooms, as they are now; changes are stored before they apply. The database may take
 * its time to open: until then the copy of an earlier run is used, and nothing changes.
 */
export class Catalog {
  readonly #rooms: RoomStore

  constructor(rooms: RoomStore) {
    this.#rooms = rooms
  }

  /** True once the rooms of the store are loaded. */
  get loaded(): boolean {
    return this.#rooms.loaded
  }

  /** Calls a listener with the slug of each room that is created, changed or removed from now on. */
  onChange(listener: (slug: string) => void): void {
    this.#rooms.onChange(listener)
  }

  /** Uses the copy until the load, without a call of listeners. @returns false if there is none. */
  recall(): boolean {
    return this.#rooms.recall()
  }

  /** Loads the rooms of the store, and reports each that has changed. @throws the errors of the store. */
  async load(): Promise<void> {
    await this.#rooms.load()
  }

  /** Returns every configured room, in the order of the catalog. */
  list(): readonly ConfiguredRoom[] {
    return this.#rooms.list()
  }

  find(slug: string): ConfiguredRoom | undefined {
    return this.#rooms.find(slug)
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
    return this.#rooms.save(room, () => {
      if (this.find(room.slug)) throw new Conflict(`there is a room ${room.slug} already`)
      this.#requireFree(room)
    })
  }

  /** Replaces a room. @throws Conflict if a source belongs to another room. */
  change(room: ConfiguredRoom): Promise<void> {
    return this.#rooms.save(room, () => this.#requireFree(room))
  }

  /** Removes a room. Its stored events remain. */
  async remove(slug: string): Promise<void> {
    await this.#rooms.remove(slug)
  }

  /** Throws Conflict if a source of a room belongs to another room. */
  #requireFree({ slug, sources }: ConfiguredRoom): void {
    for (const source of sources) {
      const owner = this.ownerOf(source)?.slug ?? slug
      if (owner !== slug)
        throw new Conflict(`source ${sourceName(source)} belongs to room ${owner}`)
    }
  }
}
