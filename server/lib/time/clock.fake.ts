import type { Clock } from './clock.ts'

/** A clock that the test advances. */
export interface FakeClock extends Clock {
  /** Advances the clock, and makes every call that falls due, in order. */
  readonly advance: (byMs: number) => void
}

/** Creates a {@link Clock} for tests that starts at `startMs`. */
export function createFakeClock(startMs = 1_700_000_000_000): FakeClock {
  let now = startMs
  let calls: { at: number; call: () => void }[] = []
  return {
    now: () => now,
    after: (delayMs, call) => {
      const entry = { at: now + delayMs, call }
      calls.push(entry)
      return { cancel: () => (calls = calls.filter((other) => other !== entry)) }
    },
    advance: (byMs) => {
      const end = now + byMs
      for (;;) {
        const due = calls.filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0]
        if (!due) break
        calls = calls.filter((other) => other !== due)
        now = Math.max(now, due.at)
        due.call()
      }
      now = end
    },
  }
}
