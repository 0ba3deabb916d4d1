import { sorted } from '../base/sorted.ts'

/** Something that waits to be shown. */
interface Waiting<T> {
  readonly item: T
  /** Items of the same origin stand back for those of others when there is no room for all. */
  readonly origin: string
  readonly arrivedAt: number
}

/** What bounds the smoothing, milliseconds. */
export interface Pace {
  /** No item waits longer. */
  readonly budgetMs: number
  /** The least between two items: faster than that nobody reads. */
  readonly leastMs: number
}

/** Items on their way to the screen. */
export interface Smoothing<T> {
  readonly waiting: readonly Waiting<T>[]
  /** Between the latest arrivals, oldest first. */
  readonly gapsMs: readonly number[]
  readonly arrivedAt: number | undefined
  readonly releasedAt: number
  /** Left out because more came than can be read. */
  readonly dropped: number
}

/** What is to be shown now, and when to ask again. */
export interface Release<T> {
  readonly smoothing: Smoothing<T>
  readonly items: readonly T[]
  /** Undefined while nothing waits. */
  readonly nextAt: number | undefined
}

/** Text that waited longer than that, in a page that was hidden, is over, milliseconds. */
export const staleMs = 10_000

const gapsKept = 24
// Of the time, not of the arrivals: in a stream of bursts nearly all gaps are short.
const gapQuantile = 0.8

/** Before anything came. */
export function emptySmoothing<T>(): Smoothing<T> {
  return { waiting: [], gapsMs: [], arrivedAt: undefined, releasedAt: -Infinity, dropped: 0 }
}

/** Adds an item; where more wait than the budget has room for, one of them is left out. */
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

/** Moves on to `now`. */
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

/** Items that may wait at once without the last one exceeding the budget. */
export function roomIn({ budgetMs, leastMs }: Pace): number {
  return Math.max(1, Math.floor(budgetMs / leastMs))
}

/**
 * The distance at which the waiting items leave evenly: spread over the gap to the next burst, but
 * never so far that one of them misses its deadline.
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

/** The gap in which, most of the time, one finds oneself. */
function usualGapMs(gapsMs: readonly number[]): number {
  const total = gapsMs.reduce((sum, gap) => sum + gap, 0)
  let covered = 0
  const ascending = sorted(gapsMs, (a, b) => a - b)
  return ascending.find((gap) => (covered += gap) >= total * gapQuantile) ?? 0
}

/** Leaves out the newest of somebody who has another one waiting; else the oldest of all. */
function withoutLeast<T>(waiting: readonly Waiting<T>[]): readonly Waiting<T>[] {
  const seen = new Set<string>()
  let repeated = 0
  for (const [index, { origin }] of waiting.entries()) {
    if (seen.has(origin)) repeated = index
    seen.add(origin)
  }
  return waiting.filter((_, index) => index !== repeated)
}
