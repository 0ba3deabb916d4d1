import { type LivePerson, liveUser } from '../live/live-draft.ts'
import type { LiveRole } from '../live/live-rooms.ts'
import { streakIdOf } from '../pipeline/combo-event.ts'
import type { BareDraft, GiftDraft } from '../platform/platform.ts'
import { totalPrice } from '../platform/total-price.ts'
import type {
  Combo,
  NewGiftOrder,
  OrderedGift,
  OrderedSuperchat,
} from '../store/query/coin/gift-order.ts'
import { outboxEventId } from '../store/query/outbox.ts'

/** A person who gives something in a live room. */
export interface Giver extends LivePerson {
  readonly role?: LiveRole | undefined
}

/** The pause after which a gift begins another streak, milliseconds. */
export const comboMs = 5_000
// The feed ends a streak later than the ledger: a gift on the last moment arrives at its streak.
const comboIdleMs = comboMs + 1_000

/** The times for which a paid message is shown, by the least number of coins, the most first. */
const shownFor: readonly (readonly [coins: number, ms: number])[] = [
  [20_000, 7_200_000],
  [10_000, 3_600_000],
  [5_000, 1_800_000],
  [1_000, 300_000],
  [500, 120_000],
  [300, 60_000],
]
const leastShownMs = 30_000

/** Returns the time for which a paid message is shown, milliseconds. */
export function shownMsOf(coins: number): number {
  return shownFor.find(([least]) => coins >= least)?.[1] ?? leastShownMs
}

/** Returns what a gift costs in coins. */
export function costOf({ price, quantity }: Pick<OrderedGift, 'price' | 'quantity'>): number {
  return totalPrice(price, quantity)
}

/** Returns the streak of a gift: the one before goes on, or the gift begins one. */
export function comboAfter(before: Combo | undefined, transfer: number, quantity: number): Combo {
  return before
    ? { first: before.first, total: before.total + quantity }
    : { first: transfer, total: quantity }
}

/** Returns the draft of the event of a gift; what it adds is exact, whatever was shown before. */
export function giftDraft({ at, what }: GiftOf, giver: Giver): GiftDraft {
  const { gift, name, image, price, quantity, combo } = what
  return {
    type: 'gift',
    at,
    user: liveUser(giver, giver.role),
    gift: { id: gift, name, ...(image !== undefined && { image }) },
    price: { amount: price, unit: 'coin' },
    tally: 'added',
    count: quantity,
    combo: { group: String(combo.first), final: false, idleMs: comboIdleMs },
  }
}

type GiftOf = Pick<NewGiftOrder, 'at'> & { readonly what: OrderedGift }

/** Returns the id of the streak of a gift, as the feed has it. */
export function comboIdOf({
  account,
  what,
}: Pick<NewGiftOrder, 'account'> & Pick<GiftOf, 'what'>): string {
  const draft = giftDraft({ at: 0, what }, { id: account, name: '' })
  return streakIdOf(draft, String(what.combo.first))
}

/** Returns the draft of the event of a paid message. */
export function superchatDraft(
  { at, coins, what }: Pick<NewGiftOrder, 'at' | 'coins'> & { readonly what: OrderedSuperchat },
  giver: Giver,
): BareDraft {
  const { text, shownMs } = what
  const user = liveUser(giver, giver.role)
  return { type: 'superchat', at, user, text, value: { amount: coins, unit: 'coin' }, shownMs }
}

/** Returns the draft of the event that withdraws a gift or a paid message. */
export function withdrawalDraft(event: number): BareDraft {
  return { type: 'retract', target: { events: [outboxEventId(event)] } }
}
