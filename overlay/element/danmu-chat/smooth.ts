import { sorted } from '../base/sorted.ts'

/** An item that waits to be shown. */
interface Waiting<T> {
  readonly item: T
  /** The author of the item; items of authors with another one waiting are dropped first. */
  readonly origin: string
  readonly arrivedAt: number
}

/** The bounds of the smoothing, milliseconds. */
export interface Pace {
  /** The maximum delay of an item. */
  readonly budgetMs: number
  /** The minimum time between two items: a viewer cannot read faster. */
  readonly leastMs: number
}

/** The state of the smoothing. */
export interface Smoothing<T> {
  readonly waiting: readonly Waiting<T>[]
  /** The gaps between the latest arrivals, oldest first. */
  readonly gapsMs: readonly number[]
  readonly arrivedAt: number | undefined
  readonly releasedAt: number
  /** Items that were left out because more arrived than a viewer can read. */
  readonly dropped: number
}

/** The items to show now, and the time of the next call. */
export interface Release<T> {
  readonly smoothing: Smoothing<T>
  readonly items: readonly T[]
  /** Undefined while no item waits. */
  readonly nextAt: number | undefined
}

/** The age at which text that waited in a hidden page is dropped, milliseconds. */
export const staleMs = 10_000

const gapsKept = 24
// By time, not by arrivals: in a stream of bursts nearly all gaps are short.
const gapQuantile = 0.8

/** Returns the initial state. */
export function emptySmoothing<T>(): Smoothing<T> {
  return { waiting: [], gapsMs: [], arrivedAt: undefined, releasedAt: -Infinity, dropped: 0 }
}

/** Adds an item; if more wait than fit into the budget, one of them is dropped. */
export function arrived<T>(
  smoothing: Smoothing<T>,
  { item, origin, now, pace }: { item: T; origin: string; now: number; pace: Pace },
): Smoothing<T> {
  const gap = smoothing.arrivedAt === undefined ? [] : [now - smoothing.arrivedAt]
  const waiting = [...smoothing.waiting, { item, origin, arrivedAt: now }]
  const full = waiting.length > roomIn(pace)
  return {
    ...smoothing,
    waiting: full ? withoutLeast(waiting) : waiting,
    gapsMs: [...smoothing.gapsMs, ...gap].slice(-gapsKept),
    arrivedAt: now,
    dropped: smoothing.dropped + (full ? 1 : 0),
  }
}

/** Advances to `now` and returns the items to show. */
export function released<T>(smoothing: Smoothing<T>, now: number, pace: Pace): Release<T> {
  const fresh = smoothing.waiting.filter(({ arrivedAt }) => now - arrivedAt <= staleMs)
  const dropped = smoothing.dropped + smoothing.waiting.length - fresh.length
  const items: T[] = []
  let { releasedAt } = smoothing
  let nextAt: number | undefined
  for (;;) {
    const waiting = fresh.slice(items.length)
    const [first] = waiting
    nextAt = first && releasedAt + spacingMs(waiting, now, { ...smoothing, pace })
    if (!first || nextAt === undefined || nextAt > now) break
    items.push(first.item)
    releasedAt = now
  }
  const waiting = fresh.slice(items.length)
  return { smoothing: { ...smoothing, waiting, releasedAt, dropped }, items, nextAt }
}

/** Returns the number of items that may wait at once without the last one exceeding the budget. */
export function roomIn({ budgetMs, leastMs }: Pace): number {
  return Math.max(1, Math.floor(budgetMs / leastMs))
}

/**
 * Returns the interval at which waiting items are shown: spread over the gap to the next burst, but
 * never so long that one of them exceeds its budget.
 */
function spacingMs(
  waiting: readonly Waiting<unknown>[],
  now: number,
  { gapsMs, pace }: { readonly gapsMs: readonly number[]; readonly pace: Pace },
): number {
  const gapMs = Math.min(pace.budgetMs, usualGapMs(gapsMs))
  const even = Math.max(pace.leastMs, gapMs / waiting.length)
  const deadlines = waiting.map(
    ({ arrivedAt }, index) => (arrivedAt + pace.budgetMs - now) / (index + 1),
  )
  return Math.max(0, Math.min(even, ...deadlines))
}

/** Returns the gap that covers most of the time. */
function usualGapMs(gapsMs: readonly number[]): number {
  const total = gapsMs.reduce((sum, gap) => sum + gap, 0)
  let covered = 0
  const ascending = sorted(gapsMs, (a, b) => a - b)
  return ascending.find((gap) => (covered += gap) >= total * gapQuantile) ?? 0
}

/** Drops the newest item of an author with another one waiting; else the oldest of all. */
function withoutLeast<T>(waiting: readonly Waiting<T>[]): readonly Waiting<T>[] {
  const seen = new Set<string>()
  let repeated = 0
  for (const [index, { origin }] of waiting.entries()) {
    if (seen.has(origin)) repeated = index
    seen.add(origin)
  }
  return waiting.filter((_, index) => index !== repeated)
}
