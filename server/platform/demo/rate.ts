/** The most chat events a second that a demo room makes. */
export const maxPerSecond = 10_000

/** The most that it makes for whoever asks: more is a load, and for those who may cause one. */
export const strangersPerSecond = 1_000

const rate = /^[1-9]\d{0,4}$/

/** Returns how many chat events a second `demo:<n>` makes; 0 for any other ref. */
export function perSecondOf(ref: string): number {
  return rate.test(ref) ? Number(ref) : 0
}
