/**
 * The trajectory of one message over the stage: its left edge is at `fromPx` at the start and moves
 * left at a steady speed. Times are milliseconds of any one clock.
 */
export interface Trajectory {
  readonly startedAt: number
  readonly endsAt: number
  readonly fromPx: number
  /** The speed; 0 for a still message. */
  readonly pxPerMs: number
  readonly widthPx: number
}

/** The part of a row in which messages are visible, px from the stage's left edge. */
export interface Span {
  readonly leftPx: number
  readonly rightPx: number
}

/** The parameters of a crossing trajectory. */
export interface CrossingOptions {
  readonly startedAt: number
  /** The time from edge to edge of the whole stage. */
  readonly crossingMs: number
  readonly stageWidthPx: number
  readonly widthPx: number
  readonly span: Span
}

/** The parameters of a still trajectory. */
export interface StillOptions {
  readonly startedAt: number
  readonly lastsMs: number
  readonly widthPx: number
  readonly span: Span
}

/**
 * Returns a trajectory from just outside the right end to just outside the left end, faster for
 * wide messages than for narrow ones.
 */
export function scrollingTrajectory(run: CrossingOptions): Trajectory {
  const { startedAt, crossingMs, stageWidthPx, widthPx, span } = run
  const pxPerMs = (stageWidthPx + widthPx) / crossingMs
  const wayPx = span.rightPx - span.leftPx + widthPx
  return { startedAt, endsAt: startedAt + wayPx / pxPerMs, fromPx: span.rightPx, pxPerMs, widthPx }
}

/** Returns a still trajectory in the middle of the span. */
export function stillTrajectory({ startedAt, lastsMs, widthPx, span }: StillOptions): Trajectory {
  return {
    startedAt,
    endsAt: startedAt + lastsMs,
    fromPx: Math.max(span.leftPx, (span.leftPx + span.rightPx - widthPx) / 2),
    pxPerMs: 0,
    widthPx,
  }
}

/** Returns the same trajectory with another start time. */
export function begunAt(path: Trajectory, startedAt: number): Trajectory {
  return { ...path, startedAt, endsAt: path.endsAt + startedAt - path.startedAt }
}

/** Returns the position of the left edge at a time, px from the stage's left edge. */
export function leftAt({ fromPx, pxPerMs, startedAt }: Trajectory, at: number): number {
  return fromPx - pxPerMs * (at - startedAt)
}

/**
 * Returns true if `next` may run in the lane behind `last`, the newest message of that lane. Both
 * move on straight lines, so two moments decide: they are apart if `next` is behind by the gap when
 * it starts, and still behind when the first of them is gone.
 */
export function mayFollow(last: Trajectory, next: Trajectory, gapPx: number): boolean {
  if (last.endsAt <= next.startedAt) return true
  if (last.startedAt > next.startedAt) return false // a lane that is reserved for it
  const behind = (at: number): number => leftAt(next, at) - (leftAt(last, at) + last.widthPx)
  return behind(next.startedAt) >= gapPx && behind(Math.min(last.endsAt, next.endsAt)) >= -rounding
}

// Floating-point tolerance: two equal trajectories one after the other touch exactly at the left
// edge.
const rounding = 1e-6

/**
 * Returns the earliest time, not before its start, at which `next` may start behind `last`: the
 * tail of `last` has passed the start position of `next`, and `next` cannot reach it any more.
 */
export function clearAt(last: Trajectory | undefined, next: Trajectory, gapPx: number): number {
  if (!last) return next.startedAt
  const passedPx = last.fromPx + last.widthPx + gapPx - next.fromPx
  const passedAt = passedPx <= 0 ? last.startedAt : last.startedAt + passedPx / last.pxPerMs
  const freePx = next.fromPx - (leftAt(last, last.endsAt) + last.widthPx)
  const uncaughtAt = next.pxPerMs > 0 ? last.endsAt - freePx / next.pxPerMs : last.startedAt
  const clear = Math.min(last.endsAt, Math.max(passedAt, uncaughtAt))
  return Math.max(next.startedAt, last.startedAt, clear)
}
