/** The maximum number of chat events a second in a demo room. */
export const maxPerSecond = 10_000

/** The maximum rate without a token; a higher rate is a load that only some callers may cause. */
const maxPublicPerSecond = 1_000

const rate = /^[1-9]\d{0,4}$/

/** Returns the number of chat events a second in `demo:<n>`; 0 for any other ref. */
export function perSecondOf(ref: string): number {
  return rate.test(ref) ? Number(ref) : 0
}

/** Returns why only some callers may open a ref; undefined if every local caller may. */
export function costOf(ref: string): string | undefined {
  if (perSecondOf(ref) <= maxPublicPerSecond) return undefined
  return `demo rooms of more than ${maxPublicPerSecond} events a second take a token with rooms:open`
}
