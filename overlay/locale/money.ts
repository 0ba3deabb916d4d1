import type { Money } from '../../proto/feed/index.ts'

/**
 * Writes an amount: in yuan where a rate exists, else in the platform's own unit, named by `units`.
 */
export function moneyText({ amount, unit, cents }: Money, units: Units): string {
  const yuanCents = cents ?? (unit === 'cny.fen' ? amount : undefined)
  if (yuanCents === undefined) return `${amount} ${units[unit]}`
  return yuanCents % 100 === 0 ? `¥${yuanCents / 100}` : `¥${(yuanCents / 100).toFixed(2)}`
}

/** The name of each unit. */
export type Units = Readonly<Record<Money['unit'], string>>
