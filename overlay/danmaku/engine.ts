import { type Course, freeLane, mayFollow, scrollingCourse, stillCourse } from './lane.ts'
import { type Line, priorityOf } from './line.ts'
import { enqueued, type Waiting, withoutLeast } from './queue.ts'

/** The stage as the engine sees it. */
export interface Layout {
  readonly widthPx: number
  readonly laneCount: number
  /** Kept free between two messages of a lane when the second one appears. */
  readonly gapPx: number
  /** How long a message takes from edge to edge. */
  readonly crossingMs: number
  /** True to show messages in fixed places, for people who asked for less motion. */
  readonly still: boolean
  /** How long a message may wait for a lane. */
  readonly maxAgeMs: number
}

/** A message on the stage. */
export interface Placed {
  readonly line: Line
  readonly lane: number
  readonly course: Course
}

/** What became of the messages so far. */
export interface Counts {
  readonly shown: number
  /** Fell out of the queue, by age or for want of room. */
  readonly dropped: number
  readonly queued: number
  /** On the stage at the last tick. */
  readonly visible: number
}

/** Decides what is shown where and when. Knows no pixels and no clock: `now` only has to move on. */
export interface Engine {
  readonly push: (line: Line, now: number) => void
  /** Moves on to `now`: what is on the stage, in the order it came. */
  readonly tick: (now: number) => readonly Placed[]
  /** Changes the stage; messages on it keep their progress, those that would now touch are taken off. */
  readonly layOut: (layout: Layout, now: number) => void
  /** Takes away what matches, on the stage or waiting. */
  readonly withdraw: (match: (line: Line) => boolean) => void
  readonly clear: () => void
  readonly counts: () => Counts
}

/** Lines that may wait at once. */
export const queueCapacity = 64

// Somebody paid for these: they may come late, but not as a replay of what is long over.
const paidPatience = 10

// Long enough to read a line, short enough to keep up: a still line holds its row all the time.
const stillShare = 0.5

/** Makes an engine with an empty stage. `measure` gives the width of a line as drawn, px. */
export function createEngine(measure: (line: Line) => number, initial: Layout): Engine {
  let layout = initial
  let placed: readonly Placed[] = []
  let lanes: (Course | undefined)[] = emptyLanes(layout)
  let queue: readonly Waiting[] = []
  let shown = 0
  let dropped = 0

  const place = ({ line, widthPx }: Waiting, now: number): Placed | undefined => {
    const course = courseOn(layout, widthPx, now)
    const lane = freeLane(lanes, course, layout.gapPx)
    if (lane === undefined) return undefined
    lanes[lane] = course
    return { line, lane, course }
  }

  return {
    push: (line, now) => {
      const waiting = { line, widthPx: measure(line), since: now, priority: priorityOf(line.tone) }
      queue = enqueued(queue, waiting)
      if (queue.length <= queueCapacity) return
      queue = withoutLeast(queue)
      dropped += 1
    },
    tick: (now) => {
      const fresh = queue.filter((waiting) => now - waiting.since <= patienceMs(waiting, layout))
      dropped += queue.length - fresh.length
      const entering = fresh.map((waiting) => place(waiting, now))
      queue = fresh.filter((_, index) => entering[index] === undefined)
      const entered = entering.filter((entry) => entry !== undefined)
      shown += entered.length
      placed = [...placed.filter(({ course }) => course.endsAt > now), ...entered]
      return placed
    },
    layOut: (next, now) => {
      layout = next
      const moved = placed.map((entry) => relaid(entry, measure(entry.line), layout, now))
      lanes = emptyLanes(layout)
      placed = moved.filter((entry) => settle(lanes, entry, layout))
      queue = queue.map((waiting) => ({ ...waiting, widthPx: measure(waiting.line) }))
    },
    withdraw: (match) => {
      placed = placed.filter(({ line }) => !match(line))
      queue = queue.filter(({ line }) => !match(line))
    },
    clear: () => {
      placed = []
      queue = []
      lanes = emptyLanes(layout)
    },
    counts: () => ({ shown, dropped, queued: queue.length, visible: placed.length }),
  }
}

function emptyLanes({ laneCount }: Layout): undefined[] {
  return Array.from({ length: laneCount }, () => undefined)
}

function courseOn(
  { still, crossingMs, widthPx }: Layout,
  width: number,
  startedAt: number,
): Course {
  const run = { startedAt, widthPx: width, stageWidthPx: widthPx }
  return still
    ? stillCourse({ ...run, lastsMs: crossingMs * stillShare })
    : scrollingCourse({ ...run, lastsMs: crossingMs })
}

function patienceMs({ priority }: Waiting, { maxAgeMs }: Layout): number {
  return priority > 0 ? maxAgeMs * paidPatience : maxAgeMs
}

function relaid(entry: Placed, widthPx: number, layout: Layout, now: number): Placed {
  const { startedAt, endsAt } = entry.course
  const progress = (now - startedAt) / (endsAt - startedAt)
  const whole = courseOn(layout, widthPx, now)
  const begun = now - progress * (whole.endsAt - whole.startedAt)
  return { ...entry, course: courseOn(layout, widthPx, begun) }
}

function settle(lanes: (Course | undefined)[], { lane, course }: Placed, layout: Layout): boolean {
  const last = lanes[lane]
  if (lane >= layout.laneCount || (last && !mayFollow(last, course, 0))) return false
  lanes[lane] = course
  return true
}
