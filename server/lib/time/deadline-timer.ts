import type { Clock, Timer } from './clock.ts'

/** Rings when something is due, as often as something is. */
export interface DeadlineTimer {
  /** Whether it will ring. */
  readonly isSet: boolean
  /** Looks when the next thing is due, and is set for then unless it rings earlier anyway. */
  readonly look: () => void
  /** Idempotent. */
  readonly cancel: () => void
}

/** What an alarm is for. */
export interface DeadlineTimerParts {
  readonly clock: Clock
  /** When the next thing is due; undefined if nothing is. */
  readonly dueAt: () => number | undefined
  /** Does what is due. */
  readonly ring: (nowMs: number) => void
}

/** An alarm that is not set yet. */
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
