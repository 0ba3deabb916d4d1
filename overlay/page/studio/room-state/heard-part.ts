/** So many lines of so many. */
export interface HeardPart {
  readonly arrive: number
  readonly of: number
}

// From there on it is all of the chat, with a line lost here and there.
const wholeShare = 0.9

/** A share as people say it, one in nine or seven in ten; undefined where it is all there is. */
export function heardPart(share: number): HeardPart | undefined {
  if (share >= wholeShare) return undefined
  if (share >= 0.6) return { arrive: Math.round(share * 10), of: 10 }
  return share > 0 ? { arrive: 1, of: Math.round(1 / share) } : { arrive: 0, of: 1 }
}
