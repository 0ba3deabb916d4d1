import type { Clock } from './clock.ts'

/** A clock that moves when told to. */
export interface FakeClock extends Clock {
  /** Moves on, making every call that falls due, in order. */
  readonly advance: (byMs: number) => void
}

/** A {@link Clock} for tests, standing at `startMs`. */
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
