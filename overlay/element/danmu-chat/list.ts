import type { ChatEvent, FeedEvent, GiftEvent } from '../../../proto/feed/index.ts'
import { grown, type Streak, streakKey } from '../base/combo.ts'
import { folded } from '../base/filter.ts'
import { isTarget, type Target } from '../base/target.ts'

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

/** What else can be a row. */
export type OtherEvent = Extract<
  FeedEvent,
  { type: 'superchat' | 'membership' | 'enter' | 'follow' | 'share' | 'like' }
>

/** How a list grows. */
export interface Growth {
  readonly now: number
  /** Rows that are kept. */
  readonly max: number
}

// After that a single gift is a new one, not a few more of the same.
const giftIdleMs = 8_000

/** Makes the row of an event; undefined if it is none. */
export function rowOf(event: FeedEvent, at: number): Row | undefined {
  if (event.type === 'chat') return { kind: 'chat', event, times: 1, at }
  if (event.type === 'gift') return { kind: 'gift', event, streak: grown(undefined, event), at }
  return isOther(event) ? { kind: 'other', event, at } : undefined
}

/** The key of a row: the same as long as the row stays. */
export function keyOf({ event }: Row): string {
  return event.id
}

/** The list with one more row at its end. */
export function withRow(rows: readonly Row[], row: Row, { max }: Growth): readonly Row[] {
  return [...rows, row].slice(-Math.max(1, max))
}

/**
 * The list after somebody repeated what stands in it, or undefined if nobody did. The same words
 * count for the first of them, whoever says them, for `windowMs` after the last time.
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
 * The list after a gift: its streak grows in place while it is in the list; single gifts of the
 * same person do for some seconds. A closing event that adds nothing makes no row of its own.
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
    return replaced(rows, open, { ...open, streak: grown(open.streak, event), at: now })
  }
  const added = event.count > 0 ? rowOf(event, now) : undefined
  return added ? withRow(rows, added, growth) : rows
}

/** The list without what is taken back. */
export function withoutTarget(rows: readonly Row[], target: Target): readonly Row[] {
  const kept = rows.filter(({ event }) => !isTarget(event, target))
  return kept.length === rows.length ? rows : kept
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
