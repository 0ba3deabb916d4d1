import type { Money } from '../../proto/feed/index.ts'

/** Returns an amount multiplied by a count. */
export function times({ amount, unit, cents }: Money, count: number): Money {
  return { amount: amount * count, unit, ...(cents === undefined ? {} : { cents: cents * count }) }
}
