import type { FeedEvent, GiftEvent, User } from '../../../proto/feed/index.ts'
import { folded } from '../../element/base/filter.ts'
import { isTarget } from '../../element/base/is-target.ts'
import { targetOf } from '../../element/base/target.ts'

/** A message on the dock. */
export type ChatRow = Extract<FeedEvent, { type: 'chat' | 'superchat' }>

/** A payment on the dock: a gift with its whole streak, a paid message, a membership. */
export interface ThanksRow {
  /** The key, the same for all events of a streak. */
  readonly key: string
  readonly event: Extract<FeedEvent, { type: 'gift' | 'superchat' | 'membership' }>
}

/** The state of the dock. */
export interface Board {
  /** The messages, oldest first. */
  readonly chat: readonly ChatRow[]
  /** The payments, oldest first: the longest waiting is thanked first. */
  readonly thanks: readonly ThanksRow[]
  readonly pinned: readonly ChatRow[]
  /** Ids or names of users whose lines are hidden. */
  readonly hidden: readonly string[]
}

/** The bound of messages. */
export const mostChat = 300

/** The bound of payments; beyond it the cheapest are dropped first. */
export const mostThanks = 100

const mostPinned = 20

/** The initial state of the dock. */
export const emptyBoard: Board = { chat: [], thanks: [], pinned: [], hidden: [] }

/** Returns the state after an event. */
export function withEvent(board: Board, event: FeedEvent): Board {
  const { chat } = board
  if (event.type === 'retract') {
    const stays = (one: FeedEvent): boolean => !isTarget(one, targetOf(event))
    const thanks = board.thanks.filter((row) => stays(row.event))
    return { ...board, thanks, chat: chat.filter(stays), pinned: board.pinned.filter(stays) }
  }
  if (isHidden(event.user, board.hidden)) return board
  const isMessage = event.type === 'chat' || event.type === 'superchat'
  const given = event.type === 'gift' || event.type === 'superchat' || event.type === 'membership'
  return {
    ...board,
    chat: isMessage ? [...chat, event].slice(-mostChat) : chat,
    thanks: given ? withThanks(board.thanks, event) : board.thanks,
  }
}

/** Returns the state after a payment was thanked for. */
export function thanked(board: Board, key: string): Board {
  return { ...board, thanks: board.thanks.filter((row) => row.key !== key) }
}

/** Returns the state after a line was pinned or unpinned. */
export function pinned(board: Board, row: ChatRow): Board {
  const others = board.pinned.filter(({ id }) => id !== row.id)
  const before = others.length < board.pinned.length
  return { ...board, pinned: before ? others : [...others, row].slice(-mostPinned) }
}

/** Returns the state with exactly these users hidden, now and for later events. */
export function withHidden(board: Board, hidden: readonly string[]): Board {
  const stays = ({ user }: ChatRow): boolean => !isHidden(user, hidden)
  return {
    ...board,
    hidden,
    chat: board.chat.filter(stays),
    pinned: board.pinned.filter(stays),
  }
}

/** Returns true for a hidden user, by the rules of `block-users`. */
function isHidden(user: User | undefined, hidden: readonly string[]): boolean {
  if (!user || hidden.length === 0) return false
  const name = folded(user.name ?? '')
  return hidden.some((who) => who === user.id || (name !== '' && folded(who) === name))
}

function withThanks(thanks: readonly ThanksRow[], event: ThanksRow['event']): readonly ThanksRow[] {
  const key = event.type === 'gift' ? streakOf(event) : event.id
  const known = thanks.find((row) => row.key === key)
  if (known) return thanks.map((row) => (row === known ? { key, event: grown(row, event) } : row))
  const added = [...thanks, { key, event }]
  if (added.length <= mostThanks) return added
  const least = Math.min(...added.map(centsOf))
  const cheapest = added.findIndex((row) => centsOf(row) === least)
  return added.filter((_, index) => index !== cheapest)
}

function streakOf({ id, combo, source }: GiftEvent): string {
  return combo ? `${source} ${combo.id}` : id
}

/** Returns the newer total of a streak; a late event with a lower one does not reduce it. */
function grown({ event: before }: ThanksRow, event: ThanksRow['event']): ThanksRow['event'] {
  if (event.type !== 'gift' || before.type !== 'gift') return event
  return (event.combo?.total ?? 0) >= (before.combo?.total ?? 0) ? event : before
}

function centsOf({ event }: ThanksRow): number {
  const count = event.type === 'gift' && event.combo ? event.combo.total : 1
  const worth = event.type === 'gift' ? event.price : event.value
  return (worth?.cents ?? 0) * count
}

/** Returns a gift event with the count and value of its whole streak. */
export function wholeStreak(event: ThanksRow['event']): ThanksRow['event'] {
  if (event.type !== 'gift' || !event.combo) return event
  const { total } = event.combo
  const { amount, unit, cents } = event.price
  const value = {
    amount: amount * total,
    unit,
    ...(cents === undefined ? {} : { cents: cents * total }),
  }
  return { ...event, count: total, value }
}
