import type { Money } from '../../proto/feed/index.ts'

/** Returns an amount multiplied by a count. */
export function times({ amount, unit, cents }: Money, count: number): Money {
  return { amount: amount * count, unit, ...(cents === undefined ? {} : { cents: cents * count }) }
}

/**
 * Returns what an amount counts for, in CNY cents: a coin of our own live rooms, which cannot be
 * bought, counts as 10. It is 0 for an amount that is free or has no rate.
 */
export function weightOf({ amount = 0, cents, unit }: Partial<Money> = {}): number {
  return cents ?? (unit === 'coin' ? amount * 10 : 0)
}
