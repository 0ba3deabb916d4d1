import type { ChatLine } from '../../platform/connector.ts'
import { keyOf } from './same-line.ts'

/** Selects the lines that a site publishes for the first time. */
export interface FreshLines {
  /** Returns the lines of an answer that no earlier answer had. Two equal lines count as two. */
  readonly of: (lines: readonly ChatLine[]) => readonly ChatLine[]
  readonly clear: () => void
}

// An answer has about ten lines. A line that is missing in fifty answers does not return.
const maxKeys = 500

/** Creates a selection to which all lines are new. */
export function createFreshLines(): FreshLines {
  /** The highest number of times that one answer had a line, by its key. */
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
        known.delete(key) // moves the key to the end, as the newest
        known.set(key, Math.max(before, count))
      }
      known = new Map([...known].slice(-maxKeys))
      return fresh
    },
    clear: () => known.clear(),
  }
}
