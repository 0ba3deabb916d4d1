/** A single timer with a changeable time. */
export interface Alarm {
  /**
   * Sets the time of the call, as in `performance.now()`; undefined means never. Replaces the time
   * before.
   */
  readonly set: (at: number | undefined) => void
}

/** Makes a timer that calls `ring`. */
export function createAlarm(ring: () => void): Alarm {
  let timer: ReturnType<typeof setTimeout> | undefined
  return {
    set: (at) => {
      clearTimeout(timer)
      timer = at === undefined ? undefined : setTimeout(ring, Math.max(0, at - performance.now()))
    },
  }
}
