import type { GiftDraft } from '../platform/platform.ts'
import type { GiftEventDraft } from './combo-event.ts'

/** The gift of {@link step}. */
export const rose = { id: '7', name: 'rose' }
/** The price of one {@link rose}. */
export const price = { amount: 3, unit: 'diamond', cents: 30 } as const
/** The sender of {@link step}. */
export const ann = { id: 'x:1', name: 'Ann' }

/** Returns a step of a streak from Ann, with a running total. */
export const step = (count: number, facts: Partial<GiftDraft> = {}): GiftDraft => ({
  type: 'gift',
  id: `x:m${count}`,
  user: ann,
  gift: rose,
  price,
  tally: 'total',
  count,
  combo: { group: 'g', final: false },
  ...facts,
})
/** Returns the last step of a streak. */
export const last = (count: number): GiftDraft =>
  step(count, { combo: { group: 'g', final: true } })

/** Returns the added counts of events. */
export const counts = (events: readonly GiftEventDraft[]): readonly number[] =>
  events.map(({ count }) => count)
/** Returns the sum of numbers. */
export const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)
