import type { Clock } from './clock.ts'

/** Returns a clock whose calls cannot end the process: what they throw goes to `onThrow`. */
export function guardedClock(clock: Clock, onThrow: (error: unknown) => void): Clock {
  return {
    now: clock.now,
    after: (delayMs, call) => clock.after(delayMs, guarded(call, onThrow)),
  }
}

/** Returns a call that does not throw: what it would throw goes to `onThrow`. */
export function guarded(call: () => void, onThrow: (error: unknown) => void): () => void {
  return () => {
    try {
      call()
    } catch (error) {
      onThrow(error)
    }
  }
}
