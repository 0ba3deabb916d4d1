import type { Clock, Timer } from '../lib/time/clock.ts'

/** When rooms are to be looked at again. */
export interface WakeScheduler {
  /** Moves the look at a room to a moment, epoch milliseconds; undefined takes it off. */
  readonly set: (slug: string, at: number | undefined) => void
  /** Takes everything off. Idempotent. */
  readonly close: () => void
}

// The clock on the wall may be put forward or back: nobody sleeps over that for longer than this.
const longestNapMs = 60_000

/** Calls `due` once for each moment that was set, when the clock on the wall has reached it. */
export function createWakeScheduler(clock: Clock, due: (slug: string) => void): WakeScheduler {
  const timers = new Map<string, Timer>()
  const clear = (slug: string): void => {
    timers.get(slug)?.cancel()
    timers.delete(slug)
  }
  const wait = (slug: string, at: number): void => {
    const nap = Math.min(longestNapMs, Math.max(0, at - clock.now()))
    const wake = (): void => {
      if (clock.now() < at) return wait(slug, at)
      timers.delete(slug)
      due(slug)
    }
    timers.set(slug, clock.after(nap, wake))
  }
  return {
    set: (slug, at) => {
      clear(slug)
      if (at !== undefined) wait(slug, at)
    },
    close: () => {
      for (const slug of timers.keys()) clear(slug)
    },
  }
}
