import type Long from 'long'
import type { GiftItem, Money } from '../../../proto/feed/index.ts'
import { addressOf, countOf, idOf } from './field.ts'
import { given } from './given.ts'
import type { GiftStruct } from './message.ts'

/** The counters of a gift message; which of them are set differs from message to message. */
export interface Counters {
  readonly repeatCount: Long
  readonly groupCount: Long
  readonly comboCount: Long
  readonly otherCount: Long
}

// The rate people buy at: 10 diamonds for 1 CNY.
const centsPerDiamond = 10

/** Gifts are sent one by one, in bundles, or in streaks; this `send_type` marks streaks. */
export const streakSendType = 4

/** Diamonds, the unit gifts are bought in. */
export function diamonds(amount: number): Money {
  return { amount, unit: 'diamond', cents: amount * centsPerDiamond }
}

/** The gift and the price of one; undefined if the message does not tell them. */
export function itemOf(
  gift: GiftStruct.$Properties | null | undefined,
): { readonly gift: GiftItem; readonly price: Money } | undefined {
  const id = idOf(gift?.id)
  const price = gift?.diamondCount ?? 0
  if (id === undefined || !gift?.name || price < 0) return undefined
  const image = addressOf(gift.image)
  return { gift: { id, name: gift.name, ...given({ image }) }, price: diamonds(price) }
}

/** Items so far: the highest that any counter tells, and at least one. Undefined if senseless. */
export function totalOf(counters: Counters): number | undefined {
  const { repeatCount, groupCount, comboCount, otherCount } = counters
  const bundles = (countOf(groupCount) ?? 0) * (countOf(comboCount) ?? 0)
  const total = Math.max(1, countOf(repeatCount) ?? 0, bundles, countOf(otherCount) ?? 0)
  return Number.isSafeInteger(total) ? total : undefined
}
