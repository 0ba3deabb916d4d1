/**
 * An immutable map: `set` and `delete` return a new version. All versions share one table, which
 * belongs to the version used last; every other version stores one change relative to its
 * neighbour, and applies these changes when it is read. So a step from the newest version costs the
 * same whatever the size of the map.
 */
export class VersionedMap<K, V> implements ReadonlyMap<K, V> {
  #held: Held<K, V>
  #size: number

  /** Creates a map with these entries. */
  constructor(entries: Iterable<readonly [K, V]> = []) {
    const table = new Map(entries)
    this.#held = { table }
    this.#size = table.size
  }

  get size(): number {
    return this.#size
  }

  get(key: K): V | undefined {
    return this.#table().get(key)
  }

  has(key: K): boolean {
    return this.#table().has(key)
  }

  /**
   * Returns a map in which `key` has this value; an existing entry keeps its place in the order.
   */
  set(key: K, value: V): VersionedMap<K, V> {
    return this.#changed(key, { value })
  }

  /** Returns a map without this entry. */
  delete(key: K): VersionedMap<K, V> {
    return this.has(key) ? this.#changed(key, undefined) : this
  }

  /** Returns the key that was inserted first. */
  first(): K | undefined {
    return this.#table().keys().next().value
  }

  forEach(call: (value: V, key: K, map: ReadonlyMap<K, V>) => void): void {
    for (const [key, value] of this) call(value, key, this)
  }

  // These return a copy, because reading another version during the iteration changes the shared
  // table.
  entries(): MapIterator<[K, V]> {
    return new Map(this.#table()).entries()
  }

  keys(): MapIterator<K> {
    return new Map(this.#table()).keys()
  }

  values(): MapIterator<V> {
    return new Map(this.#table()).values()
  }

  [Symbol.iterator](): MapIterator<[K, V]> {
    return this.entries()
  }

  #changed(key: K, to: Entry<V>): VersionedMap<K, V> {
    const table = this.#table()
    // The empty map may be reused for the next game, and must not hold all later versions in
    // memory.
    if (this.size === 0) return new VersionedMap(to ? [[key, to.value]] : [])
    const undo = entryAt(table, key)
    put(table, key, to)
    const next = new VersionedMap<K, V>()
    next.#held = { table }
    next.#size = table.size
    this.#held = { key, entry: undo, next }
    return next
  }

  /**
   * Returns the shared table with the content of this version: undoes the changes of the newer
   * versions, and stores in each of them how to redo its change.
   */
  #table(): Map<K, V> {
    if ('table' in this.#held) return this.#held.table
    const path: VersionedMap<K, V>[] = [this]
    let { next } = this.#held
    while (!('table' in next.#held)) {
      path.push(next)
      ;({ next } = next.#held)
    }
    const { table } = next.#held
    for (let version = path.pop(); version; version = path.pop()) {
      const change = version.#held
      if ('table' in change) continue
      const { key, entry, next: newer } = change
      newer.#held = { key, entry: entryAt(table, key), next: version }
      put(table, key, entry)
      version.#held = { table }
    }
    return table
  }
}

/** Returns a map that can be changed at a constant cost; a plain map is copied once. */
export function versioned<K, V>(map: ReadonlyMap<K, V>): VersionedMap<K, V> {
  return map instanceof VersionedMap ? map : new VersionedMap(map)
}

/**
 * The state of a version: the shared table, or the change that leads here from the next version.
 */
type Held<K, V> =
  | { readonly table: Map<K, V> }
  | { readonly key: K; readonly entry: Entry<V>; readonly next: VersionedMap<K, V> }

type Entry<V> = { readonly value: V } | undefined

function entryAt<K, V>(table: Map<K, V>, key: K): Entry<V> {
  const value = table.get(key)
  return value !== undefined || table.has(key) ? { value: value as V } : undefined // the key exists
}

function put<K, V>(table: Map<K, V>, key: K, entry: Entry<V>): void {
  if (entry) table.set(key, entry.value)
  else table.delete(key)
}
