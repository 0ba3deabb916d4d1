import type { MembershipEvent, SuperchatEvent } from '../../../proto/feed/index.ts'
import { sorted } from '../base/sorted.ts'
import { isTarget, type Target } from '../base/target.ts'

/** What somebody paid to have pinned. */
export type Pinnable = SuperchatEvent | MembershipEvent

/** Something pinned. Times are of one clock, milliseconds. */
export interface Pin {
  readonly event: Pinnable
  readonly pinnedAt: number
  readonly endsAt: number
}

/** What is pinned, and what of it is being read. */
export interface Ticker {
  /** Newest first. */
  readonly pins: readonly Pin[]
  /** Whose turn to be read is still to come, the dearest first. */
  readonly unread: readonly Pin[]
  readonly reading:
    | { readonly pin: Pin; readonly since: number; readonly until: number }
    | undefined
}

/** Before anybody paid. */
export const emptyTicker: Ticker = { pins: [], unread: [], reading: undefined }

const membershipMs = 120_000
const mostUnread = 20
// Chinese is read at five to eight characters a second, aloud more slowly.
const reading = { leastMs: 4_000, characterMs: 150, mostMs: 12_000 } as const

/** How long the platform has something pinned, milliseconds. */
export function pinnedMs(event: Pinnable): number {
  return event.type === 'superchat' ? event.shownMs : membershipMs
}

/**
 * The ticker with one more pin at its head; the oldest of more than `max` falls off.
 *
 * @param ageMs - how long ago it was paid; an old one is pinned without being read again.
 */
export function pinned(
  ticker: Ticker,
  event: Pinnable,
  { now, ageMs, max }: { readonly now: number; readonly ageMs: number; readonly max: number },
): Ticker {
  const pin = { event, pinnedAt: now - ageMs, endsAt: now - ageMs + pinnedMs(event) }
  if (pin.endsAt <= now) return ticker
  const pins = sorted([pin, ...ticker.pins], (a, b) => b.pinnedAt - a.pinnedAt)
  const unread = ageMs > 0 ? ticker.unread : byWorth([...ticker.unread, pin]).slice(0, mostUnread)
  return turned({ ...ticker, pins: pins.slice(0, Math.max(1, max)), unread }, now)
}

/** The ticker at `now`: what ran out is gone, and the next one is read when its turn has come. */
export function turned(ticker: Ticker, now: number): Ticker {
  const pins = ticker.pins.filter(({ endsAt }) => endsAt > now)
  const unread = ticker.unread.filter(({ endsAt }) => endsAt > now)
  const busy = ticker.reading && ticker.reading.until > now
  if (busy) return { ...ticker, pins, unread }
  const [next, ...rest] = unread
  const until = next && now + readingMs(next.event)
  return {
    pins,
    unread: rest,
    reading: next && until !== undefined ? { pin: next, since: now, until } : undefined,
  }
}

/** When the ticker changes by itself; undefined if nothing is pinned. */
export function turnsAt({ pins, reading: current }: Ticker): number | undefined {
  const next = Math.min(...pins.map(({ endsAt }) => endsAt), current?.until ?? Infinity)
  return Number.isFinite(next) ? next : undefined
}

/** The ticker without what is taken back. */
export function withdrawn(ticker: Ticker, target: Target, now: number): Ticker {
  const kept = ({ event }: Pin): boolean => !isTarget(event, target)
  const { reading: current } = ticker
  return turned(
    {
      pins: ticker.pins.filter(kept),
      unread: ticker.unread.filter(kept),
      reading: current && kept(current.pin) ? current : undefined,
    },
    now,
  )
}

/** How long something takes to read. */
export function readingMs(event: Pinnable): number {
  const length = event.type === 'superchat' ? Array.from(event.text).length : 0
  return Math.min(reading.mostMs, reading.leastMs + length * reading.characterMs)
}

function byWorth(pins: readonly Pin[]): readonly Pin[] {
  const cents = ({ event }: Pin): number => event.value?.cents ?? 0
  return sorted(pins, (a, b) => cents(b) - cents(a))
}
