import type { GiftEvent, Money } from '../../../proto/feed/index.ts'
import type { ElementWords } from '../../locale/element/index.ts'
import { giftNameOf, nameOf } from '../../locale/name.ts'
import { times } from './filter.ts'

/** A group of gifts of one kind by one user. */
export interface Streak {
  readonly key: string
  /** The newest event, with the giver and the gift. */
  readonly event: GiftEvent
  readonly total: number
  /** The value of all of them. */
  readonly worth: Money
  /** True after the last gift. */
  readonly final: boolean
}

/**
 * Returns the common key of the gifts of a streak. Gifts of a platform without streaks are grouped
 * if giver, gift and receiver are the same; those of unknown users are not grouped.
 */
export function streakKey({ combo, source, user, gift, to, id }: GiftEvent): string {
  if (combo) return `${source} ${combo.id}`
  return user?.id === undefined ? id : `${source} ${user.id} ${gift.id} ${to?.id ?? ''}`
}

/**
 * Returns a streak after one more event. The total of a streak is the server's and never falls, so
 * events may arrive twice, late or not at all; single gifts are added up.
 */
export function grown(before: Streak | undefined, event: GiftEvent): Streak {
  const key = streakKey(event)
  const { combo } = event
  if (!combo) {
    const total = (before?.total ?? 0) + event.count
    const worth = before ? sum(before.worth, event.value) : event.value
    return { key, event, total, worth, final: false }
  }
  const total = Math.max(before?.total ?? 0, combo.total)
  const final = combo.final || (before?.final ?? false)
  return { key, event, total, worth: times(event.price, total), final }
}

/** Returns the receiver, the origin and the value of gifts as text. */
export function streakDetails({ event, worth }: Streak, words: ElementWords): string {
  const { to, box } = event
  const details = [
    to && words.to(nameOf(to, words)),
    box && words.outOf(giftNameOf(box, words)),
    worth.cents ? words.money(worth) : undefined,
  ]
  return details.filter((detail) => detail !== undefined).join(' · ')
}

function sum(one: Money, other: Money): Money {
  if (one.unit !== other.unit) return other
  const cents =
    one.cents === undefined || other.cents === undefined ? {} : { cents: one.cents + other.cents }
  return { amount: one.amount + other.amount, unit: one.unit, ...cents }
}
