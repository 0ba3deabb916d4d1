/** A fraction of the chat: of `of` lines, `received` are received. */
export interface CoverageFraction {
  readonly received: number
  readonly of: number
}

// From this share on all of the chat counts as received; the rest are single lost lines.
const completeShare = 0.9

/**
 * Returns a share as a simple fraction, such as 1 in 9 or 7 in 10; undefined if all is received.
 */
export function coverageFraction(share: number): CoverageFraction | undefined {
  if (share >= completeShare) return undefined
  if (share >= 0.6) return { received: Math.round(share * 10), of: 10 }
  return share > 0 ? { received: 1, of: Math.round(1 / share) } : { received: 0, of: 1 }
}
