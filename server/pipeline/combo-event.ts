import type { Draft, Money } from '../../proto/feed/index.ts'
import type { GiftDraft } from '../platform/platform.ts'
import { totalPrice } from '../platform/total-price.ts'

/** A gift event without its position: `count` and `value` are the amounts that this event adds. */
export type GiftEventDraft = Extract<Draft, { readonly type: 'gift' }>

/** The gifts of one kind from one user to one receiver, sent without a pause. */
export interface Streak {
  readonly id: string
  /** The highest total so far; late and repeated messages have lower ones. */
  readonly total: number
  readonly facts: GiftFacts
}

type GiftFacts = Pick<GiftEventDraft, 'user' | 'gift' | 'price' | 'to' | 'box'>

/**
 * Returns the id of the streak of a gift. The group ids of a platform collide between users (a
 * Douyin group id is the second of the start), so they are only one part of it.
 */
export function streakIdOf({ user, gift, to }: GiftDraft, group: string): string {
  // A name may hold any character, so it stands last: two keys are never the same text.
  return [group, gift.id, to?.id ?? '', user?.id ?? `~${user?.name ?? ''}`].join('/')
}

/** Returns the event for the items that a message adds. */
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

/**
 * Returns the event that ends a streak and adds nothing. Its id does not depend on the cause: a
 * streak ends once.
 */
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

/** Returns the fields that stay the same throughout a streak. */
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
