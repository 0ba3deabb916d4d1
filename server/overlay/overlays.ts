import { DatabaseUnavailable } from '../store/engine/db.ts'

/** The appearance of an overlay, in the terms of the page that shows it. */
export interface OverlayDesign {
  /** The room that it shows. */
  readonly room?: string | undefined
  readonly [field: string]: unknown
}

/** An overlay that has a name. */
export interface NamedOverlay {
  readonly name: string
  readonly design: OverlayDesign
  /** The time of the last change, epoch milliseconds. */
  readonly updatedAt: number
}

/** The store of named overlays. Calls reject with DatabaseUnavailable while it is away. */
export interface OverlayStore {
  readonly load: () => Promise<readonly NamedOverlay[]>
  readonly save: (overlay: NamedOverlay) => Promise<void>
  readonly remove: (name: string) => Promise<void>
}

/** The last known overlays, available before the store is. */
export interface OverlayCopy {
  /** Undefined if there is no copy, or none that can be read. */
  readonly read: () => readonly NamedOverlay[] | undefined
  /** Replaces the copy. @throws if it cannot be written. */
  readonly write: (overlays: readonly NamedOverlay[]) => void
}

/** Receives an overlay as it is now, or undefined if it was removed. */
export type OverlayWatcher = (overlay: NamedOverlay | undefined) => void

/** The maximal number of overlays of a server. */
export const maxOverlays = 200

/** The error of a new overlay beyond {@link maxOverlays}. */
export class TooManyOverlays extends Error {
  override readonly name = 'TooManyOverlays'
}

/**
 * The named overlays, as they are now; changes are stored before they apply, and watchers receive
 * them at once. Until the store is loaded the copy of an earlier run is used, and nothing changes.
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

  /** Returns all overlays, by name. */
  list(): readonly NamedOverlay[] {
    return [...this.#overlays.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1))
  }

  find(name: string): NamedOverlay | undefined {
    return this.#overlays.get(name)
  }

  /** Creates or replaces an overlay. @throws TooManyOverlays, and the errors of the store. */
  async save(overlay: NamedOverlay): Promise<void> {
    this.#requireLoaded()
    if (!this.#overlays.has(overlay.name) && this.#overlays.size >= maxOverlays) {
      throw new TooManyOverlays(`there are ${maxOverlays} overlays: remove one first`)
    }
    await this.#store.save(overlay)
    this.#overlays = new Map([...this.#overlays, [overlay.name, overlay]])
    this.#notify(overlay.name)
  }

  /** Removes an overlay. @returns false if there was none. @throws the errors of the store. */
  async remove(name: string): Promise<boolean> {
    this.#requireLoaded()
    if (!this.#overlays.has(name)) return false
    await this.#store.remove(name)
    this.#overlays = new Map([...this.#overlays].filter(([other]) => other !== name))
    this.#notify(name)
    return true
  }

  /**
   * Calls a watcher for every change of one overlay from now on.
   *
   * @returns a function that ends it.
   */
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
      if (before.get(name)?.updatedAt !== this.#overlays.get(name)?.updatedAt) this.#notify(name)
    }
  }

  #notify(name: string): void {
    const overlay = this.find(name)
    for (const watcher of this.#watchers.get(name) ?? []) watcher(overlay)
  }

  /** Throws before the load, because the load would undo a change. */
  #requireLoaded(): void {
    if (!this.#loaded) throw new DatabaseUnavailable('the named overlays are not loaded yet')
  }
}
