/** The permitted steps for a line that finds no lane, before it is dropped. */
export interface Overflow {
  /** Count it with an equal line on the stage or in the queue: `×2`. */
  readonly merge: boolean
  /** Queue it. */
  readonly queue: boolean
  /** Shorten the crossing time of new lines, down to six tenths. */
  readonly speed: boolean
  /** Run lines between the rows too: each may cover half of its neighbours. */
  readonly overlap: boolean
}

/** The default list of steps. */
export const defaultOverflow = 'queue drop'

/**
 * Reads a list of steps in any order: they are always tried in the order of {@link Overflow}, and
 * `drop` is last whether named or not. A list without a known step means the default.
 */
export function parseOverflow(text: string): Overflow {
  const has = (step: string): boolean => text.split(/[\s,]+/).includes(step)
  const [merge, queue, speed, overlap] = [has('merge'), has('queue'), has('speed'), has('overlap')]
  return merge || queue || speed || overlap || has('drop')
    ? { merge, queue, speed, overlap }
    : parseOverflow(defaultOverflow)
}
