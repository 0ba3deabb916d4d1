import type { Money } from '../../proto/feed/index.ts'

/**
 * Writes an amount: in yuan where a rate exists, else in the platform's own unit, named by `units`.
 */
export function moneyText({ amount, unit, cents }: Money, units: Units): string {
  if (!cents && unit !== 'cny.fen') return `${amount} ${units[unit]}`
  return `¥${((cents ?? amount) / 100).toFixed(2).replace('.00', '')}`
}

/** The name of each unit that may have no rate. */
export type Units = Readonly<Record<Exclude<Money['unit'], 'cny.fen'>, string>>
