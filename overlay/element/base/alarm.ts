/** One timer that is set anew whenever plans change. */
export interface Alarm {
  /** Rings at a time of `performance.now()`; undefined means never. Replaces the time before. */
  readonly set: (at: number | undefined) => void
}

/** Makes an alarm that calls `ring`. */
export function createAlarm(ring: () => void): Alarm {
  let timer: ReturnType<typeof setTimeout> | undefined
  return {
    set: (at) => {
      clearTimeout(timer)
      timer = at === undefined ? undefined : setTimeout(ring, Math.max(0, at - performance.now()))
    },
  }
}
