import type { GiftEvent } from '../../../proto/feed/index.ts'
import { weightOf } from '../../client/money.ts'
import { extendStreak, type Streak, streakKey } from '../../client/streak.ts'
import { sorted } from '../base/sorted.ts'
import { isTarget } from '../base/is-target.ts'
import type { Target } from '../base/target.ts'
import { type Tier, tierOf } from '../../danmaku/line-kind.ts'

/** One streak as a card. */
export interface Card {
  readonly streak: Streak
  readonly tier: Tier
  /** The time of its last growth. */
  readonly grewAt: number
  /** The time at which it was shown; undefined while it waits for a place. */
  readonly shownAt: number | undefined
}

/** All cards, in the order their streaks began. */
export type GiftCards = readonly Card[]

/** The duration of the leave animation, milliseconds. */
export const leavingMs = 240

const holdMs: Readonly<Record<Tier, number>> = {
  0: 3_000,
  1: 4_000,
  2: 5_000,
  3: 6_000,
  4: 8_000,
  5: 10_000,
  6: 12_000,
}
// The time for which the card of an open streak stays after its last growth.
const openMs = 8_000
const patienceMs = { free: 5_000, paid: 20_000 } as const
const mostCards = 60

/**
 * Returns the cards after a gift. A streak has one card, however many messages report it; the final
 * event of a streak without a card makes none.
 */
export function addGift(deck: GiftCards, event: GiftEvent, now: number): GiftCards {
  const key = streakKey(event)
  const before = deck.find(({ streak }) => streak.key === key)
  if (!before && event.count === 0) return deck
  const streak = extendStreak(before?.streak, event)
  const changed = streak.total !== before?.streak.total
  const card: Card = {
    streak,
    tier: tierOf(weightOf(streak.value)),
    grewAt: before && !changed ? before.grewAt : now,
    shownAt: before?.shownAt,
  }
  const cards = before ? deck.map((other) => (other === before ? card : other)) : [...deck, card]
  return cards.length > mostCards ? withoutCheapest(cards) : cards
}

/**
 * Returns the cards at `now`: expired ones are removed, and at most `max` are shown. A free place
 * goes to the dearest card that waits; a card is replaced only by one of a higher tier.
 */
export function expire(deck: GiftCards, now: number, max: number): GiftCards {
  const alive = deck.filter((card) => leavesAt(card) > now)
  const staying = byWorth(alive.filter(({ shownAt }) => shownAt !== undefined))
  const waiting = byWorth(alive.filter(({ shownAt }) => shownAt === undefined))
  const chosen = new Set(staying.slice(0, max))
  for (const card of waiting) {
    const last = byWorth([...chosen]).at(-1)
    if (chosen.size >= max && last && last.tier < card.tier) chosen.delete(last)
    if (chosen.size < max) chosen.add(card)
  }
  return alive.map((card) => {
    if (!chosen.has(card))
      return card.shownAt === undefined ? card : { ...card, shownAt: undefined }
    return card.shownAt === undefined ? { ...card, shownAt: now } : card
  })
}

/** Returns the shown cards, in the order they were shown. */
export function shownCards(deck: GiftCards): readonly (Card & { readonly shownAt: number })[] {
  const shown = deck.flatMap((card) =>
    card.shownAt === undefined ? [] : [{ ...card, shownAt: card.shownAt }],
  )
  return sorted(shown, (a, b) => a.shownAt - b.shownAt)
}

/** Returns the time of the next change; undefined if there are no cards. */
export function changesAt(deck: GiftCards, now: number): number | undefined {
  const times = deck.flatMap((card) => [leavesAt(card) - leavingMs, leavesAt(card)])
  const next = Math.min(...times.filter((time) => time > now))
  return Number.isFinite(next) ? next : undefined
}

/** Returns the time at which a card leaves if its streak does not grow. */
export function leavesAt({ streak, tier, grewAt, shownAt }: Card): number {
  if (shownAt === undefined) return grewAt + (tier === 0 ? patienceMs.free : patienceMs.paid)
  const mayGrow = streak.event.combo !== undefined && !streak.final
  return Math.max(Math.max(grewAt, shownAt) + holdMs[tier], mayGrow ? grewAt + openMs : 0)
}

/** Returns the cards without withdrawn gifts. */
export function withoutGifts(deck: GiftCards, target: Target): GiftCards {
  return deck.filter(({ streak }) => !isTarget(streak.event, target))
}

function withoutCheapest(deck: GiftCards): GiftCards {
  const waiting = deck.filter(({ shownAt }) => shownAt === undefined)
  const cheapest = byWorth(waiting).at(-1) ?? deck[0]
  return deck.filter((card) => card !== cheapest)
}

/** Sorts the dearest first; among equals the earliest. */
function byWorth(cards: GiftCards): GiftCards {
  return sorted(cards, (a, b) => weightOf(b.streak.value) - weightOf(a.streak.value))
}
