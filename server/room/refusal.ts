/** Why a room cannot be read. */
export interface Refusal {
  /** `not-ready` passes by itself; the others are for a person to mend. */
  readonly refused: 'malformed' | 'unknown' | 'not-allowed' | 'full' | 'not-ready'
  /** What is wrong and what to do, in words. */
  readonly reason: string
}

/** A room there is not. */
export function unknown(reason: string): Refusal {
  return { refused: 'unknown', reason }
}

/** The same words for a room nobody made and for one that is hidden from who asks. */
export const noSuchRoom: Refusal = unknown(
  'no room of this name is configured, or it is private and you need a token',
)
