import type { FeedEvent, GiftEvent, User } from '../../../proto/feed/index.ts'
import { folded } from '../../element/base/filter.ts'
import { isTarget, targetOf } from '../../element/base/target.ts'

/** What somebody said, as long as the dock shows it. */
export type ChatRow = Extract<FeedEvent, { type: 'chat' | 'superchat' }>

/** What somebody gave: a gift with its whole streak, a paid message, a membership. */
export interface ThanksRow {
  /** The same for all events of a streak. */
  readonly key: string
  readonly event: Extract<FeedEvent, { type: 'gift' | 'superchat' | 'membership' }>
}

/** What is on the dock. */
export interface Board {
  /** Oldest first. */
  readonly chat: readonly ChatRow[]
  /** Oldest first: who waits longest is thanked first. */
  readonly thanks: readonly ThanksRow[]
  readonly pinned: readonly ChatRow[]
  /** Ids or names of users whose lines are not shown. */
  readonly hidden: readonly string[]
}

/** Lines that are kept. */
export const mostChat = 300

/** Gifts that wait; of more, the cheapest are forgotten first. */
export const mostThanks = 100

const mostPinned = 20

/** A dock before anything happened. */
export const emptyBoard: Board = { chat: [], thanks: [], pinned: [], hidden: [] }

/** After an event. */
export function heard(board: Board, event: FeedEvent): Board {
  const { chat } = board
  if (event.type === 'retract') {
    const stays = (one: FeedEvent): boolean => !isTarget(one, targetOf(event))
    const thanks = board.thanks.filter((row) => stays(row.event))
    return { ...board, thanks, chat: chat.filter(stays), pinned: board.pinned.filter(stays) }
  }
  if (isHidden(event.user, board.hidden)) return board
  const said = event.type === 'chat' || event.type === 'superchat'
  const given = event.type === 'gift' || event.type === 'superchat' || event.type === 'membership'
  return {
    ...board,
    chat: said ? [...chat, event].slice(-mostChat) : chat,
    thanks: given ? withThanks(board.thanks, event) : board.thanks,
  }
}

/** After somebody was thanked. */
export function thanked(board: Board, key: string): Board {
  return { ...board, thanks: board.thanks.filter((row) => row.key !== key) }
}

/** After a line was pinned, or is not any more. */
export function pinned(board: Board, row: ChatRow): Board {
  const others = board.pinned.filter(({ id }) => id !== row.id)
  const before = others.length < board.pinned.length
  return { ...board, pinned: before ? others : [...others, row].slice(-mostPinned) }
}

/** Without the lines of those users and no others, now and from now on. */
export function withHidden(board: Board, hidden: readonly string[]): Board {
  const stays = ({ user }: ChatRow): boolean => !isHidden(user, hidden)
  return {
    ...board,
    hidden,
    chat: board.chat.filter(stays),
    pinned: board.pinned.filter(stays),
  }
}

/** As the elements understand `block-users`. */
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

/** The newest of a streak tells its total; late news of less does not make it shrink. */
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
