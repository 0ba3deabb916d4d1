import type { GiftEvent, Money } from '../../proto/feed/index.ts'
import { times } from './money.ts'

/** Consecutive gifts of one kind by one user. */
export interface Streak {
  readonly key: string
  /** The event with the highest total, the newest of those: it has the giver and the gift. */
  readonly event: GiftEvent
  /** The number of items so far. */
  readonly total: number
  /** The value of all of them. */
  readonly value: Money
  /** True after the last gift. */
  readonly final: boolean
}

/**
 * Returns the common key of the gifts of a streak, in a room of any number of sources. Gifts
 * without a streak have a common key if giver, gift and receiver are the same; those of unknown
 * users have a key each.
 */
export function streakKey({ combo, source, user, gift, to, id }: GiftEvent): string {
  if (combo) return `${source} ${combo.id}`
  return user?.id === undefined ? id : `${source} ${user.id} ${gift.id} ${to?.id ?? ''}`
}

/**
 * Returns a streak after one more event with its key. The total of a streak is the server's and
 * never falls, so events may arrive twice, late or not at all; gifts without a streak are added up.
 */
export function extendStreak(before: Streak | undefined, event: GiftEvent): Streak {
  const key = streakKey(event)
  const { combo } = event
  if (!combo) {
    const total = (before?.total ?? 0) + event.count
    const value = before ? sum(before.value, event.value) : event.value
    return { key, event, total, value, final: false }
  }
  const newest = before && before.total > combo.total ? before : { event, total: combo.total }
  const value = times(newest.event.price, newest.total)
  const final = combo.final || (before?.final ?? false)
  return { key, event: newest.event, total: newest.total, value, final }
}

function sum(one: Money, other: Money): Money {
  if (one.unit !== other.unit) return other
  const cents =
    one.cents === undefined || other.cents === undefined ? {} : { cents: one.cents + other.cents }
  return { amount: one.amount + other.amount, unit: one.unit, ...cents }
}
