/** What may be done with a line that finds no lane, beside dropping it. */
export interface Overflow {
  /** Count it with the same words on the stage, or waiting: `×2`. */
  readonly merge: boolean
  /** Let it wait. */
  readonly queue: boolean
  /** Let everything that comes cross faster, down to six tenths of the time. */
  readonly speed: boolean
  /** Let lines run between the rows too: each may cover half of its neighbours. */
  readonly overlap: boolean
}

/** The steps in words, unless told otherwise. */
export const defaultOverflow = 'queue drop'

/**
 * Reads a list of steps, in any order: they are always tried as they stand in {@link Overflow}, and
 * `drop` comes last whether named or not. A list that names none of them means the default.
 */
export function parseOverflow(text: string): Overflow {
  const has = (step: string): boolean => text.split(/[\s,]+/).includes(step)
  const [merge, queue, speed, overlap] = [has('merge'), has('queue'), has('speed'), has('overlap')]
  return merge || queue || speed || overlap || has('drop')
    ? { merge, queue, speed, overlap }
    : parseOverflow(defaultOverflow)
}
