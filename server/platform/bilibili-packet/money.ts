import type { Money } from '../../../proto/feed/index.ts'

// The published rate: 1000 gold = 10 battery = 1 CNY = 100 cents.
const goldPerCent = 10
const centsPerBattery = 10
const fenPerYuan = 100

/**
 * Returns an amount of bought coins. Cents are rounded down: an amount is never shown as more than
 * it was.
 */
export function gold(amount: number): Money {
  return { amount, unit: 'gold', cents: Math.floor(amount / goldPerCent) }
}

/** Returns an amount of free coins. */
export function silver(amount: number): Money {
  return { amount, unit: 'silver' }
}

/** Returns an amount of an unknown currency, which is not known to be worth anything. */
export function coin(amount: number): Money {
  return { amount, unit: 'coin', cents: 0 }
}

/** Returns an amount of batteries, the unit of displayed prices. */
export function battery(amount: number): Money {
  return { amount, unit: 'battery', cents: amount * centsPerBattery }
}

/** Returns a price in CNY, the unit of superchats. */
export function yuan(price: number): Money {
  const fen = price * fenPerYuan
  return { amount: fen, unit: 'cny.fen', cents: fen }
}
