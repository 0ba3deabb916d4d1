import { DatabaseUnavailable } from '../store/engine/db.ts'

/** What an overlay looks like, in the words of the page that shows it. */
export interface OverlayDesign {
  /** The room it shows. */
  readonly room?: string | undefined
  readonly [field: string]: unknown
}

/** An overlay that has a name. */
export interface NamedOverlay {
  readonly name: string
  readonly design: OverlayDesign
  /** Epoch milliseconds. */
  readonly updatedAt: number
}

/** Where named overlays are kept. Calls reject with StoreAway while that is away. */
export interface OverlayStore {
  readonly load: () => Promise<readonly NamedOverlay[]>
  readonly save: (overlay: NamedOverlay) => Promise<void>
  readonly remove: (name: string) => Promise<void>
}

/** Named overlays as they were last known, at hand before the store is. */
export interface OverlayCopy {
  /** Undefined if there is none, or none that can be read. */
  readonly read: () => readonly NamedOverlay[] | undefined
  /** @throws if it cannot be written. */
  readonly write: (overlays: readonly NamedOverlay[]) => void
}

/** Hears an overlay as it is now, or that there is none any more. */
export type OverlayWatcher = (overlay: NamedOverlay | undefined) => void

/** The most overlays a server keeps. */
export const maxOverlays = 200

/** There are as many overlays as there may be. */
export class TooManyOverlays extends Error {
  override readonly name = 'TooManyOverlays'
}

/**
 * The named overlays, as they are now; changes are kept before they hold, and whoever watches is told
 * at once. Until the store is there the copy of an earlier run stands in, and nothing changes.
 */
export class Overlays {
  readonly #store: OverlayStore
  readonly #copy: Pick<OverlayCopy, 'read'>
  readonly #watchers = new Map<string, Set<OverlayWatcher>>()
  #overlays: ReadonlyMap<string, NamedOverlay> = new Map()
  #loaded = false

  constructor(store: OverlayStore, copy: Pick<OverlayCopy, 'read'>) {
    this.#store = store
    this.#copy = copy
  }

  /** True after the overlays were loaded from the store. */
  get loaded(): boolean {
    return this.#loaded
  }

  /** Loads the copy of an earlier run; the store may hold more overlays. */
  recall(): void {
    const copied = this.#loaded ? undefined : this.#copy.read()
    if (copied) this.#hold(copied)
  }

  /** Loads the overlays of the store. @throws the errors of the store. */
  async load(): Promise<void> {
    const overlays = await this.#store.load()
    this.#loaded = true
    this.#hold(overlays)
  }

  /** All, by name. */
  list(): readonly NamedOverlay[] {
    return [...this.#overlays.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1))
  }

  find(name: string): NamedOverlay | undefined {
    return this.#overlays.get(name)
  }

  /** Makes an overlay, or changes it to be so. @throws TooManyOverlays, and as the store does. */
  async save(overlay: NamedOverlay): Promise<void> {
    this.#requireLoaded()
    if (!this.#overlays.has(overlay.name) && this.#overlays.size >= maxOverlays) {
      throw new TooManyOverlays(`there are ${maxOverlays} overlays: remove one first`)
    }
    await this.#store.save(overlay)
    this.#overlays = new Map([...this.#overlays, [overlay.name, overlay]])
    this.#tell(overlay.name)
  }

  /** @returns false if there was none. @throws as the store does. */
  async remove(name: string): Promise<boolean> {
    this.#requireLoaded()
    if (!this.#overlays.has(name)) return false
    await this.#store.remove(name)
    this.#overlays = new Map([...this.#overlays].filter(([other]) => other !== name))
    this.#tell(name)
    return true
  }

  /** Tells of every change of one overlay from now on. @returns what ends that. */
  watch(name: string, watcher: OverlayWatcher): () => void {
    const watchers = this.#watchers.get(name) ?? new Set()
    this.#watchers.set(name, watchers.add(watcher))
    return () => {
      watchers.delete(watcher)
      if (watchers.size === 0 && this.#watchers.get(name) === watchers) this.#watchers.delete(name)
    }
  }

  #hold(overlays: readonly NamedOverlay[]): void {
    const before = this.#overlays
    this.#overlays = new Map(overlays.map((overlay) => [overlay.name, overlay]))
    for (const name of new Set([...before.keys(), ...this.#overlays.keys()])) {
      if (before.get(name)?.updatedAt !== this.#overlays.get(name)?.updatedAt) this.#tell(name)
    }
  }

  #tell(name: string): void {
    const overlay = this.find(name)
    for (const watcher of this.#watchers.get(name) ?? []) watcher(overlay)
  }

  /** What is changed must not be undone by a load that is still to come. */
  #requireLoaded(): void {
    if (!this.#loaded) throw new DatabaseUnavailable('the named overlays are not loaded yet')
  }
}
