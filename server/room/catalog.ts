import type { Visibility } from '../store/room.ts'

/** Where events of a configured room come from. */
export interface SourceRef {
  readonly platform: string
  readonly ref: string
}

/** A room somebody configured. */
export interface ConfiguredRoom {
  readonly slug: string
  readonly title?: string | undefined
  readonly visibility: Visibility
  /** A room that is not enabled has no sources running and cannot be read. */
  readonly enabled: boolean
  readonly sources: readonly SourceRef[]
}

/** Where configured rooms are kept. Every call rejects with StoreAway while the database is away. */
export interface CatalogStore {
  readonly load: () => Promise<readonly ConfiguredRoom[]>
  /** Makes a room or changes it to be so, sources included. @throws Conflict, see `sources`. */
  readonly save: (room: ConfiguredRoom, how: 'new' | 'changed') => Promise<void>
  readonly remove: (slug: string) => Promise<void>
}

/** The name of a source, as in `platform:ref`. */
export function sourceName({ platform, ref }: SourceRef): string {
  return `${platform}:${ref}`
}

/** The configured rooms, as they are now; changes are kept before they hold. */
export class Catalog {
  readonly #store: CatalogStore
  readonly #onChange: (slug: string) => void
  readonly #rooms = new Map<string, ConfiguredRoom>()

  /** @param onChange - called after a room was made, changed or removed. */
  constructor(store: CatalogStore, onChange: (slug: string) => void) {
    this.#store = store
    this.#onChange = onChange
  }

  /** Takes up what is kept; nobody is told. */
  async load(): Promise<void> {
    for (const room of await this.#store.load()) this.#rooms.set(room.slug, room)
  }

  /** Every configured room, by slug. */
  list(): readonly ConfiguredRoom[] {
    return [...this.#rooms.values()].toSorted((a, b) => (a.slug < b.slug ? -1 : 1))
  }

  find(slug: string): ConfiguredRoom | undefined {
    return this.#rooms.get(slug)
  }

  /** The room a source flows into: it belongs to one at most. */
  ownerOf(source: SourceRef): ConfiguredRoom | undefined {
    const name = sourceName(source)
    return this.list().find(({ sources }) => sources.some((one) => sourceName(one) === name))
  }

  /** @throws Conflict if there is a room of this slug, or a source belongs to another one. */
  async create(room: ConfiguredRoom): Promise<void> {
    await this.#store.save(room, 'new')
    this.#rooms.set(room.slug, room)
    this.#onChange(room.slug)
  }

  /** @throws Conflict if a source belongs to another room. */
  async change(room: ConfiguredRoom): Promise<void> {
    await this.#store.save(room, 'changed')
    this.#rooms.set(room.slug, room)
    this.#onChange(room.slug)
  }

  /** Its events stay. */
  async remove(slug: string): Promise<void> {
    await this.#store.remove(slug)
    this.#rooms.delete(slug)
    this.#onChange(slug)
  }
}
