/**
 * A map that never changes for whoever holds it: `set` makes another one. The two share what they
 * hold: only the newest has a table, older ones know what came after them and go back over it when
 * they are read. So a step from the newest costs the same however much there is.
 */
export class VersionedMap<K, V> implements ReadonlyMap<K, V> {
  #held: Held<K, V>
  #size: number

  /** A map of its own with these entries. */
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

  /** The map with one more entry, or another value of it; an entry keeps its place. */
  set(key: K, value: V): VersionedMap<K, V> {
    return this.#changed(key, { value })
  }

  /** The map without an entry. */
  delete(key: K): VersionedMap<K, V> {
    return this.has(key) ? this.#changed(key, undefined) : this
  }

  /** The key that was put in first. */
  first(): K | undefined {
    return this.#table().keys().next().value
  }

  forEach(call: (value: V, key: K, map: ReadonlyMap<K, V>) => void): void {
    for (const [key, value] of this) call(value, key, this)
  }

  // A copy, since another version may be read while one goes through this one.
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
    // Who keeps the empty map for the next game must not keep all that came of it.
    if (this.size === 0) return new VersionedMap(to ? [[key, to.value]] : [])
    const undo = entryAt(table, key)
    put(table, key, to)
    const next = new VersionedMap<K, V>()
    next.#held = { table }
    next.#size = table.size
    this.#held = { key, entry: undo, next }
    return next
  }

  /** The table as this version has it: the newer ones up to it are undone, and remember how to redo. */
  #table(): Map<K, V> {
    if ('table' in this.#held) return this.#held.table
    const way: VersionedMap<K, V>[] = [this]
    let { next } = this.#held
    while (!('table' in next.#held)) {
      way.push(next)
      ;({ next } = next.#held)
    }
    const { table } = next.#held
    for (let version = way.pop(); version; version = way.pop()) {
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

/** A map as one that can be changed at no cost; a plain one is copied. */
export function versioned<K, V>(map: ReadonlyMap<K, V>): VersionedMap<K, V> {
  return map instanceof VersionedMap ? map : new VersionedMap(map)
}

/** What a version has: the table, or what to change of the next one's. */
type Held<K, V> =
  | { readonly table: Map<K, V> }
  | { readonly key: K; readonly entry: Entry<V>; readonly next: VersionedMap<K, V> }

type Entry<V> = { readonly value: V } | undefined

function entryAt<K, V>(table: Map<K, V>, key: K): Entry<V> {
  const value = table.get(key)
  return value !== undefined || table.has(key) ? { value: value as V } : undefined // it is there
}

function put<K, V>(table: Map<K, V>, key: K, entry: Entry<V>): void {
  if (entry) table.set(key, entry.value)
  else table.delete(key)
}
