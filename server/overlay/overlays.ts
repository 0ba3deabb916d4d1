import type { Collection } from '../store/collection.ts'
import type { OverlayRecord } from '../store/query/overlay.ts'

/** An overlay that has a name. */
export type NamedOverlay = OverlayRecord

/** The store of named overlays. */
export type OverlayStore = Pick<
  Collection<NamedOverlay>,
  'loaded' | 'recall' | 'load' | 'list' | 'find' | 'save' | 'remove' | 'onChange'
>

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
  readonly #watchers = new Map<string, Set<OverlayWatcher>>()

  constructor(store: OverlayStore) {
    this.#store = store
    store.onChange((name, overlay) => {
      for (const watcher of this.#watchers.get(name) ?? []) watcher(overlay)
    })
  }

  /** True after the overlays were loaded from the store. */
  get loaded(): boolean {
    return this.#store.loaded
  }

  /** Uses the copy of an earlier run; the store may hold more overlays. */
  recall(): void {
    this.#store.recall()
  }

  /** Loads the overlays of the store. @throws the errors of the store. */
  async load(): Promise<void> {
    await this.#store.load()
  }

  /** Returns all overlays, by name. */
  list(): readonly NamedOverlay[] {
    return this.#store.list()
  }

  find(name: string): NamedOverlay | undefined {
    return this.#store.find(name)
  }

  /** Creates or replaces an overlay. @throws TooManyOverlays, and the errors of the store. */
  save(overlay: NamedOverlay): Promise<void> {
    return this.#store.save(overlay, () => {
      if (this.find(overlay.name) || this.list().length < maxOverlays) return
      throw new TooManyOverlays(`there are ${maxOverlays} overlays: remove one first`)
    })
  }

  /** Removes an overlay. @returns false if there was none. @throws the errors of the store. */
  remove(name: string): Promise<boolean> {
    return this.#store.remove(name)
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
}
