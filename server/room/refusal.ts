/** Why a room cannot be read. */
export interface Refusal {
  readonly refused: 'malformed' | 'unknown' | 'full'
  /** What is wrong and what to do, in words. */
  readonly reason: string
}
