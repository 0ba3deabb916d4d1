import type { ChatEvent, FeedEvent, GiftEvent } from '../../../proto/feed/index.ts'
import { extendStreak, type Streak, streakKey } from '../../client/streak.ts'
import { folded } from '../base/filter.ts'
import { isTarget } from '../base/is-target.ts'
import type { Target } from '../base/target.ts'

/** A row of the list. */
export type Row =
  | {
      readonly kind: 'chat'
      readonly event: ChatEvent
      readonly times: number
      readonly at: number
    }
  | {
      readonly kind: 'gift'
      readonly event: GiftEvent
      readonly streak: Streak
      readonly at: number
    }
  | { readonly kind: 'other'; readonly event: OtherEvent; readonly at: number }

/** The other event types that can be a row. */
export type OtherEvent = Extract<
  FeedEvent,
  { type: 'superchat' | 'membership' | 'enter' | 'follow' | 'share' | 'like' }
>

/** The limits of a list's growth. */
export interface Growth {
  readonly now: number
  /** The maximum number of rows. */
  readonly max: number
}

// After this time a single gift is a new one instead of an addition.
const giftIdleMs = 8_000

/** Makes the row of an event; returns undefined if it has none. */
export function rowOf(event: FeedEvent, at: number): Row | undefined {
  if (event.type === 'chat') return { kind: 'chat', event, times: 1, at }
  if (event.type === 'gift')
    return { kind: 'gift', event, streak: extendStreak(undefined, event), at }
  return isOther(event) ? { kind: 'other', event, at } : undefined
}

/** Returns the key of a row, unchanged while the row stays. */
export function keyOf({ event }: Row): string {
  return event.id
}

/** Returns the list with one more row at its end. */
export function withRow(rows: readonly Row[], row: Row, { max }: Growth): readonly Row[] {
  return [...rows, row].slice(-Math.max(1, max))
}

/**
 * Returns the list after a repeat of a line in it, or undefined if the line is new. Equal text
 * counts on the first line of it, by any author, for `windowMs` after the last repeat.
 */
export function repeated(
  rows: readonly Row[],
  { text }: ChatEvent,
  { now, windowMs }: { readonly now: number; readonly windowMs: number },
): readonly Row[] | undefined {
  const plain = folded(text)
  if (plain === '') return undefined
  const same = rows.find(
    (row) => row.kind === 'chat' && now - row.at < windowMs && folded(row.event.text) === plain,
  )
  return same?.kind === 'chat'
    ? replaced(rows, same, { ...same, times: same.times + 1, at: now })
    : undefined
}

/**
 * Returns the list after a gift: its streak grows in place while it is in the list; single gifts of
 * the same user do so for some seconds. A final event that adds nothing makes no row.
 */
export function withGift(rows: readonly Row[], event: GiftEvent, growth: Growth): readonly Row[] {
  const { now } = growth
  const key = streakKey(event)
  const open = rows.find(
    (row) =>
      row.kind === 'gift' &&
      row.streak.key === key &&
      (event.combo !== undefined || now - row.at < giftIdleMs),
  )
  if (open?.kind === 'gift') {
    return replaced(rows, open, { ...open, streak: extendStreak(open.streak, event), at: now })
  }
  const added = event.count > 0 ? rowOf(event, now) : undefined
  return added ? withRow(rows, added, growth) : rows
}

/** Returns the list without the withdrawn rows. */
export function withoutTarget(rows: readonly Row[], target: Target): readonly Row[] {
  const remaining = rows.filter(({ event }) => !isTarget(event, target))
  return remaining.length === rows.length ? rows : remaining
}

function isOther(event: FeedEvent): event is OtherEvent {
  return others.has(event.type)
}

const others: ReadonlySet<string> = new Set<OtherEvent['type']>([
  'superchat',
  'membership',
  'enter',
  'follow',
  'share',
  'like',
])

function replaced(rows: readonly Row[], before: Row, after: Row): readonly Row[] {
  return rows.map((row) => (row === before ? after : row))
}
