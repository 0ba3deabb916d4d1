import type { Clock, Timer } from './clock.ts'

/** A timer for the earliest of several deadlines. */
export interface DeadlineTimer {
  /** True if the timer is set. */
  readonly isSet: boolean
  /** Sets the timer for the next deadline, unless it is set for an earlier time. */
  readonly look: () => void
  /** Cancels the timer. Idempotent. */
  readonly cancel: () => void
}

/** The dependencies of a deadline timer. */
export interface DeadlineTimerParts {
  readonly clock: Clock
  /** Returns the time of the next deadline; undefined if there is none. */
  readonly dueAt: () => number | undefined
  /** Handles the deadlines that are due. */
  readonly ring: (nowMs: number) => void
}

/** Creates a timer that is not set yet. */
export function createDeadlineTimer({ clock, dueAt, ring }: DeadlineTimerParts): DeadlineTimer {
  let set: { readonly at: number; readonly timer: Timer } | undefined
  const look = (): void => {
    const at = dueAt()
    if (at === undefined || (set && set.at <= at)) return
    set?.timer.cancel()
    const timer = clock.after(Math.max(0, at - clock.now()), () => {
      set = undefined
      ring(clock.now())
      look()
    })
    set = { at, timer }
  }
  return {
    get isSet() {
      return set !== undefined
    },
    look,
    cancel: () => set?.timer.cancel(),
  }
}
