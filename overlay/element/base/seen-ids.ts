/** Remembers the newest of what it was asked. */
export interface SeenIds {
  /** True the first time something is asked. */
  readonly isNew: (id: string) => boolean
}

/** Makes a memory of so many ids; beyond that the oldest is forgotten. */
export function createSeenIds(capacity: number): SeenIds {
  const ids = new Set<string>()
  return {
    isNew: (id) => {
      if (ids.has(id)) return false
      ids.add(id)
      if (ids.size > capacity) ids.delete(ids.values().next().value ?? id)
      return true
    },
  }
}
