import type { MembershipEvent, SuperchatEvent } from '../../../proto/feed/index.ts'
import { weightOf } from '../../client/money.ts'
import { sorted } from '../base/sorted.ts'
import { isTarget } from '../base/is-target.ts'
import type { Target } from '../base/target.ts'

/** An event that is pinned. */
export type Pinnable = SuperchatEvent | MembershipEvent

/** A pinned event. Times are of one clock, milliseconds. */
export interface Pin {
  readonly event: Pinnable
  readonly pinnedAt: number
  readonly endsAt: number
}

/** The pinned events, and the one on the card. */
export interface Ticker {
  /** The pins, newest first. */
  readonly pins: readonly Pin[]
  /** The pins that were not on the card yet, the dearest first. */
  readonly unread: readonly Pin[]
  readonly reading:
    | { readonly pin: Pin; readonly since: number; readonly until: number }
    | undefined
}

/** A ticker without pins. */
export const emptyTicker: Ticker = { pins: [], unread: [], reading: undefined }

const membershipMs = 120_000
const mostUnread = 20
// Chinese is read at five to eight characters a second, aloud more slowly.
const reading = { leastMs: 4_000, characterMs: 150, mostMs: 12_000 } as const

/** Returns the time for which the platform pins an event, milliseconds. */
export function pinnedMs(event: Pinnable): number {
  return event.type === 'superchat' ? event.shownMs : membershipMs
}

/**
 * Returns the ticker with one more pin at its start; beyond `max` the oldest is removed.
 *
 * @param ageMs - the time since the payment; an old event is pinned without being on the card
 * again.
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

/**
 * Returns the ticker at `now`: expired pins are removed, and the next one is on the card in its
 * turn.
 */
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

/** Returns the time of the next change; undefined if nothing is pinned. */
export function turnsAt({ pins, reading: current }: Ticker): number | undefined {
  const next = Math.min(...pins.map(({ endsAt }) => endsAt), current?.until ?? Infinity)
  return Number.isFinite(next) ? next : undefined
}

/** Returns the ticker without withdrawn pins. */
export function withdrawn(ticker: Ticker, target: Target, now: number): Ticker {
  const stays = ({ event }: Pin): boolean => !isTarget(event, target)
  const { reading: current } = ticker
  return turned(
    {
      pins: ticker.pins.filter(stays),
      unread: ticker.unread.filter(stays),
      reading: current && stays(current.pin) ? current : undefined,
    },
    now,
  )
}

/** Returns the time that an event takes to read. */
export function readingMs(event: Pinnable): number {
  const length = event.type === 'superchat' ? Array.from(event.text).length : 0
  return Math.min(reading.mostMs, reading.leastMs + length * reading.characterMs)
}

function byWorth(pins: readonly Pin[]): readonly Pin[] {
  return sorted(pins, (a, b) => weightOf(b.event.value) - weightOf(a.event.value))
}
