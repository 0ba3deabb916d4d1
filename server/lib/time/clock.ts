/** Time as a parameter, so that tests need no sleeping. */
export interface Clock {
  /** Epoch milliseconds; may jump. */
  readonly now: () => number
  /** Calls back once after at least `delayMs`. Does not keep the process alive. */
  readonly after: (delayMs: number, call: () => void) => Timer
}

/** A call that is due later. */
export interface Timer {
  /** Idempotent; nothing happens if the call was made already. */
  readonly cancel: () => void
}

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after: (delayMs, call) => {
    const timer = setTimeout(call, delayMs)
    if (typeof timer === 'object') timer.unref() // browsers and workers give a number
    return { cancel: () => clearTimeout(timer) }
  },
}
