import type Long from 'long'
import type { GiftItem, Money } from '../../../proto/feed/index.ts'
import { addressOf, countOf, idOf, positiveOf, textOf } from './field.ts'
import { omitUndefined } from '../json/omit-undefined.ts'
import type { GiftInfo, GiftStruct } from './message.ts'

// The retail rate: 10 diamonds for 1 CNY.
const centsPerDiamond = 10

/** Returns an amount of diamonds, the unit of gift prices. */
export function diamonds(amount: number): Money {
  return { amount, unit: 'diamond', cents: amount * centsPerDiamond }
}

/** A gift and its unit price. */
export interface Item {
  readonly gift: GiftItem
  readonly price: Money
}

/** The fields in which messages describe a gift: completely, by id alone, or in short form. */
export interface ItemFields {
  readonly gift: GiftStruct.$Properties | null | undefined
  readonly giftId?: Long | null | undefined
  readonly info?: GiftInfo.$Properties | null | undefined
}

/**
 * Returns the gift and its unit price; undefined if its id or its price is missing. On the wire a
 * price of 0 and a missing price are the same, and none of 7,077 recorded gifts was free. Name and
 * picture are optional, because they are only for display.
 */
export function itemOf(fields: ItemFields): Item | undefined {
  const id = idIn(fields)
  const price = priceIn(fields)
  if (id === undefined || price === undefined) return undefined
  const { gift, info } = fields
  const image = addressOf(gift?.image) ?? addressOf(info?.giftIcon)
  return {
    gift: { id, ...omitUndefined({ name: textOf(gift?.name), image }) },
    price: diamonds(price),
  }
}

function idIn({ gift, giftId, info }: ItemFields): string | undefined {
  return idOf(gift?.id) ?? idOf(giftId) ?? idOf(info?.giftId)
}

function priceIn({ gift, info }: ItemFields): number | undefined {
  const price = gift?.diamondCount ?? 0
  return price > 0 ? price : positiveOf(info?.diamondCount)
}

/** The counters of a gift message, of which each message sets only some. */
export interface Counters {
  /** The number of items in a tap. */
  readonly groupCount: Long
  /** The number of taps so far. */
  readonly comboCount: Long
  /** The number of taps or items so far. */
  readonly repeatCount: Long
  /** The number of items so far, if the message contains it. */
  readonly otherCount: Long
}

/**
 * Returns the number of items so far: the highest value of the counters. Undefined if neither the
 * number of items in a tap nor the number of items is known.
 */
export function totalOf(counters: Counters): number | undefined {
  const [group, combo, repeat, other] = valuesOf(counters)
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
 * Returns the number of items of a light gift. Such a message may omit each counter: a recorded one
 * had a group, a repeat and a count of 1, and no taps. Undefined if a counter is out of range.
 */
export function lightTotalOf(counters: Counters): number | undefined {
  const [group, combo, repeat, other] = valuesOf(counters)
  if (group === undefined || combo === undefined || repeat === undefined || other === undefined) {
    return undefined
  }
  const total = Math.max(repeat, group * (combo || 1), other)
  return total > 0 && Number.isSafeInteger(total) ? total : undefined
}

function valuesOf({ groupCount, comboCount, repeatCount, otherCount }: Counters) {
  return [groupCount, comboCount, repeatCount, otherCount].map((count) => countOf(count))
}
