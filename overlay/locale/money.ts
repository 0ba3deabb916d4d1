import type { Money } from '../../proto/feed/index.ts'

/**
 * Writes an amount: in yuan where a rate exists, else in the platform's own unit, named by `units`.
 */
export function moneyText({ amount, unit, cents }: Money, units: Units): string {
  if (cents === undefined && unit !== 'cny.fen') return `${amount} ${units[unit]}`
  const yuan = (cents ?? amount) / 100
  return `¥${Number.isInteger(yuan) ? yuan : yuan.toFixed(2)}`
}

/** The name of each unit that may have no rate. */
export type Units = Readonly<Record<Exclude<Money['unit'], 'cny.fen'>, string>>
