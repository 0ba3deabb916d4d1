/** Which events a room has already accepted. */
export interface Identities {
  /** True the first time an id is seen, false for a repetition. */
  readonly accept: (id: string, now: number) => boolean
  readonly size: number
}

/** How much a room remembers. */
export interface IdentityLimits {
  readonly ids: number
  readonly ageMs: number
}

/** Older repetitions than this cannot be told from new events. */
export const identityLimits: IdentityLimits = { ids: 50_000, ageMs: 6 * 3_600_000 }

/** The ids of one room: at most {@link identityLimits}, oldest forgotten first. */
export function createIdentities(limits: IdentityLimits = identityLimits): Identities {
  const seen = new Map<string, number>() // a Map keeps insertion order: the first key is the oldest
  const forget = (now: number): void => {
    for (const [id, at] of seen) {
      if (seen.size <= limits.ids && now - at <= limits.ageMs) return
      seen.delete(id)
    }
  }
  return {
    accept: (id, now) => {
      if (seen.has(id)) return false
      seen.set(id, now)
      forget(now)
      return true
    },
    get size() {
      return seen.size
    },
  }
}
