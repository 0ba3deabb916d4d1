import type { ChatLine } from '../../platform/connector.ts'
import { keyOf } from './same-line.ts'

/** Tells lines that are shown for the first time from those that were shown before. */
export interface FreshLines {
  /** Of the lines of one answer, those that no earlier answer had; the same line twice is two. */
  readonly of: (lines: readonly ChatLine[]) => readonly ChatLine[]
  readonly clear: () => void
}

// An answer has some ten lines, and what was in none of the last fifty does not come back.
const maxKeys = 500

/** Nothing was shown yet. */
export function createFreshLines(): FreshLines {
  /** How often one answer had a line at most. */
  let known = new Map<string, number>()
  return {
    of: (lines) => {
      const times = new Map<string, number>()
      const fresh = lines.filter((line) => {
        const key = keyOf(line)
        const nth = (times.get(key) ?? 0) + 1
        times.set(key, nth)
        return nth > (known.get(key) ?? 0)
      })
      for (const [key, count] of times) {
        const before = known.get(key) ?? 0
        known.delete(key) // to stand last, as the newest
        known.set(key, Math.max(before, count))
      }
      known = new Map([...known].slice(-maxKeys))
      return fresh
    },
    clear: () => known.clear(),
  }
}
