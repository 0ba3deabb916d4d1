/**
 * The way of one message over the stage: its left edge is at `fromPx` when it starts and moves left
 * at a steady speed. Times are milliseconds of any one clock.
 */
export interface Course {
  readonly startedAt: number
  readonly endsAt: number
  readonly fromPx: number
  /** 0 for a message that stays in its place. */
  readonly pxPerMs: number
  readonly widthPx: number
}

/** What a course is made from. */
export interface Run {
  readonly startedAt: number
  readonly lastsMs: number
  readonly widthPx: number
  readonly stageWidthPx: number
}

/** From just outside the right edge to just outside the left one, wide messages faster than narrow. */
export function scrollingCourse({ startedAt, lastsMs, widthPx, stageWidthPx }: Run): Course {
  return {
    startedAt,
    endsAt: startedAt + lastsMs,
    fromPx: stageWidthPx,
    pxPerMs: (stageWidthPx + widthPx) / lastsMs,
    widthPx,
  }
}

/** In the middle, unmoved: for people who asked for less motion. */
export function stillCourse({ startedAt, lastsMs, widthPx, stageWidthPx }: Run): Course {
  return {
    startedAt,
    endsAt: startedAt + lastsMs,
    fromPx: Math.max(0, (stageWidthPx - widthPx) / 2),
    pxPerMs: 0,
    widthPx,
  }
}

/** Where the left edge is at a time, px from the stage's left edge. */
export function leftAt({ fromPx, pxPerMs, startedAt }: Course, at: number): number {
  return fromPx - pxPerMs * (at - startedAt)
}

/**
 * True if `next` may run in the lane behind `last`, the newest message of that lane. Both move on
 * straight lines, so two moments decide: they are apart if `next` is behind when it starts, by the
 * gap, and still behind when the first of them is gone.
 */
export function mayFollow(last: Course, next: Course, gapPx: number): boolean {
  if (last.endsAt <= next.startedAt) return true
  const behind = (at: number): number => leftAt(next, at) - (leftAt(last, at) + last.widthPx)
  return behind(next.startedAt) >= gapPx && behind(Math.min(last.endsAt, next.endsAt)) >= -rounding
}

// Floating point: two equal courses one after the other touch exactly at the left edge.
const rounding = 1e-6

/**
 * The topmost lane that can take a course; undefined if all are full.
 *
 * @param lanes - the newest course of each lane, undefined for one that was never used.
 */
export function freeLane(
  lanes: readonly (Course | undefined)[],
  next: Course,
  gapPx: number,
): number | undefined {
  const lane = lanes.findIndex((last) => last === undefined || mayFollow(last, next, gapPx))
  return lane === -1 ? undefined : lane
}
