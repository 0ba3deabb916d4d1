import type { Draft, Money } from '../../proto/feed/index.ts'
import type { GiftDraft } from '../platform/platform.ts'
import { totalPrice } from '../platform/total-price.ts'

/** A gift as the feed tells it: `count` and `value` are what this event adds. */
export type GiftEventDraft = Extract<Draft, { readonly type: 'gift' }>

/** Gifts of one kind from one person to one receiver, given without a pause. */
export interface Streak {
  readonly id: string
  /** Highest so far; late and repeated messages tell less. */
  readonly total: number
  readonly facts: GiftFacts
}

type GiftFacts = Pick<GiftEventDraft, 'user' | 'gift' | 'price' | 'to' | 'box'>

/**
 * The id of the streak a gift belongs to. A platform's group ids collide between users (Douyin's is
 * the second of the start), so they are only a part of it.
 */
export function streakIdOf({ user, gift, to }: GiftDraft, group: string): string {
  // A name may hold anything, so it stands last: no two keys read the same.
  return [group, gift.id, to?.id ?? '', user?.id ?? `~${user?.name ?? ''}`].join('/')
}

/** The event of so many items added by a message. */
export function addedBy(draft: GiftDraft, added: number): GiftEventDraft {
  return {
    type: 'gift',
    ...(draft.id !== undefined && { id: draft.id }),
    ...(draft.at !== undefined && { at: draft.at }),
    ...factsOf(draft),
    count: added,
    value: draft.value ?? times(draft.price, added),
  }
}

/** Adds nothing, only ends. The same id whatever ended it: a streak ends once. */
export function closingOf({ id, total, facts }: Streak, at?: number): GiftEventDraft {
  return {
    type: 'gift',
    id: `${id}:final`,
    ...(at !== undefined && { at }),
    ...facts,
    count: 0,
    value: times(facts.price, 0),
    combo: { id, total, final: true },
  }
}

/** What stays the same throughout a streak. */
export function factsOf({ user, gift, price, to, box }: GiftFacts): GiftFacts {
  return { ...(user && { user }), gift, price, ...(to && { to }), ...(box && { box }) }
}

function times({ amount, unit, cents }: Money, count: number): Money {
  return {
    amount: totalPrice(amount, count),
    unit,
    ...(cents !== undefined && { cents: totalPrice(cents, count) }),
  }
}
