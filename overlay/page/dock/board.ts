import type { FeedEvent, User } from '../../../proto/feed/index.ts'
import { weightOf } from '../../client/money.ts'
import { extendStreak, type Streak, streakKey } from '../../client/streak.ts'
import { folded } from '../../element/base/filter.ts'
import { isTarget } from '../../element/base/is-target.ts'
import { targetOf } from '../../element/base/target.ts'

/** A message on the dock. */
export type ChatRow = Extract<FeedEvent, { type: 'chat' | 'superchat' }>

type Payment = Extract<FeedEvent, { type: 'gift' | 'superchat' | 'membership' }>

/** A payment on the dock: a gift with its whole streak, a paid message, a membership. */
export interface ThanksRow {
  /** The key, the same for all events of a streak. */
  readonly key: string
  /** The event; that of a gift has the count and the value of its whole streak. */
  readonly event: Payment
  readonly streak?: Streak
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

/** Returns the state after payments were thanked for. */
export function thanked(board: Board, keys: readonly string[]): Board {
  return { ...board, thanks: board.thanks.filter((row) => !keys.includes(row.key)) }
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

function withThanks(thanks: readonly ThanksRow[], event: Payment): readonly ThanksRow[] {
  // Gifts without a streak are not grouped: each is thanked for.
  const key = event.type === 'gift' && event.combo ? streakKey(event) : event.id
  const known = thanks.find((row) => row.key === key)
  const next = rowOf(key, event, known)
  if (known) return thanks.map((row) => (row === known ? next : row))
  const added = [...thanks, next]
  if (added.length <= mostThanks) return added
  const weights = added.map((row) => weightOf(row.event.value))
  const cheapest = weights.indexOf(Math.min(...weights))
  return added.filter((_, index) => index !== cheapest)
}

function rowOf(key: string, event: Payment, before: ThanksRow | undefined): ThanksRow {
  if (event.type !== 'gift') return { key, event }
  const streak = extendStreak(before?.streak, event)
  const { total: count, value } = streak
  return { key, event: { ...streak.event, count, value }, streak }
}
