import type Long from 'long'
import type { GiftItem, Money } from '../../../proto/feed/index.ts'
import { addressOf, countOf, idOf, positiveOf, textOf } from './field.ts'
import { given } from './given.ts'
import type { GiftInfo, GiftStruct } from './message.ts'

// The rate people buy at: 10 diamonds for 1 CNY.
const centsPerDiamond = 10

/** Diamonds, the unit gifts are bought in. */
export function diamonds(amount: number): Money {
  return { amount, unit: 'diamond', cents: amount * centsPerDiamond }
}

/** A gift, and the price of one. */
export interface Item {
  readonly gift: GiftItem
  readonly price: Money
}

/** Where a message tells of its gift: whole, by id alone, or small. */
export interface ItemFields {
  readonly gift: GiftStruct.$Properties | null | undefined
  readonly giftId?: Long | null | undefined
  readonly info?: GiftInfo.$Properties | null | undefined
}

/**
 * The gift and the price of one; undefined if the message does not tell which gift it is, or what it
 * costs: the wire cannot tell a price of 0 from none, and of 7,077 recorded gifts none was free. Name
 * and picture are for display: without them it is the same gift.
 */
export function itemOf(fields: ItemFields): Item | undefined {
  const id = idIn(fields)
  const price = priceIn(fields)
  if (id === undefined || price === undefined) return undefined
  const { gift, info } = fields
  const image = addressOf(gift?.image) ?? addressOf(info?.giftIcon)
  return { gift: { id, ...given({ name: textOf(gift?.name), image }) }, price: diamonds(price) }
}

function idIn({ gift, giftId, info }: ItemFields): string | undefined {
  return idOf(gift?.id) ?? idOf(giftId) ?? idOf(info?.giftId)
}

function priceIn({ gift, info }: ItemFields): number | undefined {
  const price = gift?.diamondCount ?? 0
  return price > 0 ? price : positiveOf(info?.diamondCount)
}

/** The counters of a gift message; which of them are set differs from message to message. */
export interface Counters {
  /** Items a tap. */
  readonly groupCount: Long
  /** Taps so far. */
  readonly comboCount: Long
  /** Taps or items so far. */
  readonly repeatCount: Long
  /** Items so far, where messages tell it. */
  readonly otherCount: Long
}

/**
 * Items so far: the highest that any counter tells. Undefined if the message tells too little to be
 * sure: how many items a tap holds, unless something else says how many there are.
 */
export function totalOf(counters: Counters): number | undefined {
  const [group, combo, repeat, other] = [
    counters.groupCount,
    counters.comboCount,
    counters.repeatCount,
    counters.otherCount,
  ].map((count) => countOf(count))
  if (group === undefined || combo === undefined || repeat === undefined || other === undefined) {
    return undefined
  }
  const taps = combo || (group === 1 ? repeat : 0)
  const bundles = group * taps
  if (bundles === 0 && other === 0) return undefined
  const total = Math.max(repeat, bundles, other)
  return Number.isSafeInteger(total) ? total : undefined
}

/**
 * Items of a light gift. Such messages have fewer counters, each told or not: one that was seen had
 * a group, a repeat and a count of 1, and no taps.
 */
export function lightTotalOf(counters: Counters): number | undefined {
  const [group, combo, repeat, other] = [
    counters.groupCount,
    counters.comboCount,
    counters.repeatCount,
    counters.otherCount,
  ].map((count) => countOf(count) ?? Number.NaN)
  const total = Math.max(repeat ?? 0, (group ?? 0) * (combo || 1), other ?? 0)
  return total > 0 && Number.isSafeInteger(total) ? total : undefined
}
