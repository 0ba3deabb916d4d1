import type { Clock, Timer } from '../lib/time/clock.ts'

/** A scheduler of the moments at which rooms change by their schedules. */
export interface WakeScheduler {
  /** Sets the next moment of a room, epoch milliseconds; undefined removes it. */
  readonly set: (slug: string, at: number | undefined) => void
  /** Removes all moments. Idempotent. */
  readonly close: () => void
}

// The system clock may be put forward or back: no timer is longer than this, to notice it.
const maxDelayMs = 60_000

/** Calls `due` once for each moment that was set, when the system clock has reached it. */
export function createWakeScheduler(clock: Clock, due: (slug: string) => void): WakeScheduler {
  const timers = new Map<string, Timer>()
  const clear = (slug: string): void => {
    timers.get(slug)?.cancel()
    timers.delete(slug)
  }
  const wait = (slug: string, at: number): void => {
    const delayMs = Math.min(maxDelayMs, Math.max(0, at - clock.now()))
    const wake = (): void => {
      if (clock.now() < at) return wait(slug, at)
      timers.delete(slug)
      due(slug)
    }
    timers.set(slug, clock.after(delayMs, wake))
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
