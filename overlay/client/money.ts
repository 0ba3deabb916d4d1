import type { Money } from '../../proto/feed/index.ts'

/** Returns an amount multiplied by a count. */
export function times({ amount, unit, cents }: Money, count: number): Money {
  return { amount: amount * count, unit, ...(cents === undefined ? {} : { cents: cents * count }) }
}

/** Returns the sum of two amounts; the second one if their units differ. */
export function sum(one: Money, other: Money): Money {
  if (one.unit !== other.unit) return other
  const cents =
    one.cents === undefined || other.cents === undefined ? {} : { cents: one.cents + other.cents }
  return { amount: one.amount + other.amount, unit: one.unit, ...cents }
}
