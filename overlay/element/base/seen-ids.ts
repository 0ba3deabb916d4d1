/** A bounded set of the newest ids. */
export interface SeenIds {
  /** Returns true the first time an id is given. */
  readonly isNew: (id: string) => boolean
}

/** Makes a set of at most `capacity` ids; the oldest is removed first. */
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
