import type { Clock, Timer } from './clock.ts'

/** A measurement of the lag of the event loop. */
export interface EventLoopLag {
  /**
   * Returns the longest delay of a timer within the last ten seconds, including the present one; in
   * ms.
   */
  readonly lagMs: () => number
  readonly close: () => void
}

const everyMs = 250
const windowMs = 10_000

interface Late {
  readonly at: number
  readonly byMs: number
}

/**
 * Starts a measurement with a timer that should fire four times a second.
 *
 * @param now - milliseconds of a clock that does not jump.
 */
export function measureEventLoopLag(now: () => number, after: Clock['after']): EventLoopLag {
  let due = now() + everyMs
  let timer: Timer
  let late: readonly Late[] = []
  const tick = (): void => {
    const at = now()
    // Of the earlier delays, only longer ones can be the longest of a window to come.
    const byMs = Math.max(0, at - due)
    late = [...late.filter((one) => one.byMs > byMs && one.at > at - windowMs), { at, byMs }]
    due = at + everyMs
    timer = after(everyMs, tick)
  }
  timer = after(everyMs, tick)
  return {
    lagMs: () => {
      const at = now()
      const recent = late.find((one) => one.at > at - windowMs)
      return Math.max(at - due, recent?.byMs ?? 0, 0)
    },
    close: () => timer.cancel(),
  }
}
