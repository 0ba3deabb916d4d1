/** Why a room cannot be read. */
export interface Refusal {
  /** `not-ready` passes by itself; the others are for a person to mend. */
  readonly refused: 'malformed' | 'unknown' | 'full' | 'not-ready'
  /** What is wrong and what to do, in words. */
  readonly reason: string
}

/** A room there is not. */
export function unknown(reason: string): Refusal {
  return { refused: 'unknown', reason }
}
