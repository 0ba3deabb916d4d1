/** The time as a parameter, so that tests need no sleep. */
export interface Clock {
  /** Epoch milliseconds; may jump. */
  readonly now: () => number
  /** Calls back once after at least `delayMs`. Does not keep the process alive. */
  readonly after: (delayMs: number, call: () => void) => Timer
}

/** A call that is due later. */
export interface Timer {
  /** Cancels the call unless it was made already. Idempotent. */
  readonly cancel: () => void
}

/** The clock of the machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after: (delayMs, call) => {
    const timer = setTimeout(call, delayMs)
    if (typeof timer === 'object') timer.unref() // browsers and workers give a number
    return { cancel: () => clearTimeout(timer) }
  },
}
