import type { Money } from '../../../proto/feed/index.ts'

// The published rate: 1000 gold = 10 battery = 1 CNY = 100 cents.
const goldPerCent = 10
const centsPerBattery = 10
const fenPerYuan = 100

/** Coins that were bought. Cents are rounded down: an amount is never shown as more than it was. */
export function gold(amount: number): Money {
  return { amount, unit: 'gold', cents: Math.floor(amount / goldPerCent) }
}

/** Coins that everybody gets for free. */
export function silver(amount: number): Money {
  return { amount, unit: 'silver' }
}

/** Returns an amount of an unknown currency. */
export function coin(amount: number): Money {
  return { amount, unit: 'coin' }
}

/** Batteries, the unit prices are shown in. */
export function battery(amount: number): Money {
  return { amount, unit: 'battery', cents: amount * centsPerBattery }
}

/** A price in CNY, as superchats have it. */
export function yuan(price: number): Money {
  const fen = price * fenPerYuan
  return { amount: fen, unit: 'cny.fen', cents: fen }
}
