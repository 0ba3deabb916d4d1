/** A fraction of the chat: of `of` lines, `arrive` arrive. */
export interface HeardPart {
  readonly arrive: number
  readonly of: number
}

// From this share on all of the chat counts as received; the rest are single lost lines.
const completeShare = 0.9

/**
 * Returns a share as a simple fraction, such as 1 in 9 or 7 in 10; undefined if all is received.
 */
export function heardPart(share: number): HeardPart | undefined {
  if (share >= completeShare) return undefined
  if (share >= 0.6) return { arrive: Math.round(share * 10), of: 10 }
  return share > 0 ? { arrive: 1, of: Math.round(1 / share) } : { arrive: 0, of: 1 }
}
