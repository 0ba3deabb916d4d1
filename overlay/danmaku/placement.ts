import { type Trajectory, mayFollow, scrollingCourse, stillCourse } from './lane.ts'
import { createLanes, type Lanes, type LaneSlot, stayMs, type LaneGeometry } from './lanes.ts'
import type { Comment } from './line.ts'

/** A message on the stage. */
export interface Placed extends LaneSlot {
  /** Its own; kept when the message changes. */
  readonly key: number
  readonly line: Comment
}

/** What a floor is laid out by. */
export interface Plan extends LaneGeometry {
  /** True to show messages in fixed places, for people who asked for less motion. */
  readonly still: boolean
}

/** A message that wants to enter. */
export interface Entrant {
  readonly line: Comment
  readonly widthPx: number
  /** True to run between the rows. */
  readonly between: boolean
  /** How long a row that is not free yet may be kept for it. */
  readonly leadMs: number
  readonly crossingMs: number
}

/** The width of a line as drawn, px. */
export type Measure = (line: Comment) => number

// Without a GPU a line costs about 0.02 ms a frame: more of them, all of a few letters, would cost
// frames, and nobody reads as many.
const capacity = 640

// A line that has come further is about to leave: nobody would see its count grow.
const mergeWindowMs = 3_000

// How long a row may be kept for a line that stands still, as a share of the crossing.
const leadShare = 0.75

/** The messages on the stage, in the order they came. */
export class Placement {
  /** Lines with parts that may be here at once; the others go as text. */
  richCapacity = 0

  readonly #measure: Measure
  #plan: Plan
  #lanes: Lanes
  readonly #placed = new Map<number, Placed>() // by key, in the order they came
  #twins = new Map<string, Placed>() // the newest plain line of these words
  #rich = 0
  #nextKey = 1

  constructor(measure: Measure, plan: Plan) {
    this.#measure = measure
    this.#plan = plan
    this.#lanes = createLanes(plan)
  }

  /** What has not left yet. */
  placed(now: number): readonly Placed[] {
    return [...this.#placed.values()].filter(({ course }) => course.endsAt > now)
  }

  /** Finds a lane for a message; undefined if there is none. */
  enter(entrant: Entrant, now: number): Placed | undefined {
    if (this.#placed.size >= capacity && entrant.line.tone === 'plain') return undefined
    const { line, widthPx } = this.#fitted(entrant)
    const place = this.#place({ ...entrant, line, widthPx }, now)
    if (!place) return undefined
    const entry: Placed = { key: this.#nextKey, line, ...place }
    this.#nextKey += 1
    this.#placed.set(entry.key, entry)
    if (line.parts) this.#rich += 1
    if (isMergeable(line)) this.#twins.set(line.text, entry)
    return entry
  }

  /** Counts a line with its twin, if there is one that has just come and has room for the count. */
  merge(line: Comment, now: number): Placed | undefined {
    const twin = isMergeable(line) ? this.#twins.get(line.text) : undefined
    if (!twin || now - twin.course.startedAt > mergeWindowMs) return undefined
    const counted = sum(twin.line, line)
    const course = grown(twin.course, this.#measure(counted))
    const newest = this.#lanes.newest(twin.lane) === twin.course
    if (course !== twin.course && !newest) return undefined // something is behind it already
    if (newest) this.#lanes.take(twin.lane, course)
    const entry = { ...twin, line: counted, course }
    this.#twins.set(line.text, entry)
    this.#placed.set(entry.key, entry)
    return entry
  }

  /** Takes off all but what is to stay. */
  keep(stays: (entry: Placed) => boolean): void {
    for (const entry of this.#placed.values()) {
      const { key, line } = entry
      if (stays(entry)) continue
      this.#placed.delete(key)
      if (line.parts) this.#rich -= 1
      if (this.#twins.get(line.text)?.key === key) this.#twins.delete(line.text)
    }
  }

  /** Changes the stage; messages keep their progress, those that would now touch are taken off. */
  layOut(plan: Plan, now: number): void {
    this.#plan = plan
    const moved = [...this.#placed.values()].map((entry) => this.#relaid(entry, now))
    this.clear()
    for (const entry of moved) {
      if (!entry || !this.#settle(entry)) continue
      this.#placed.set(entry.key, entry)
      if (entry.line.parts) this.#rich += 1
    }
  }

  /** Takes off everything. */
  clear(): void {
    this.#placed.clear()
    this.#twins.clear()
    this.#rich = 0
    this.#lanes = createLanes(this.#plan)
  }

  /** A line without room among the rich ones goes as text. */
  #fitted({ line, widthPx }: Entrant): { readonly line: Comment; readonly widthPx: number } {
    if (!line.parts || this.#rich < this.richCapacity) return { line, widthPx }
    const { parts: _parts, ...plain } = line
    return { line: plain, widthPx: this.#measure(plain) }
  }

  #place(
    { line, widthPx, between, leadMs, crossingMs }: Entrant,
    now: number,
  ): LaneSlot | undefined {
    const { still } = this.#plan
    if (!still && line.mode === undefined) {
      return this.#lanes.cross({ widthPx, now, leadMs, between, crossingMs })
    }
    if (between) return undefined
    const keptMs = still ? 0 : this.#plan.crossingMs * leadShare
    return this.#lanes.stay({ widthPx, now, leadMs: keptMs, edge: line.mode ?? 'all' })
  }

  #relaid(entry: Placed, now: number): Placed | undefined {
    const { course, lane, line } = entry
    const { rows, between, widthPx: stageWidthPx, crossingMs } = this.#plan
    const row = [...rows, ...between][lane]
    if (!row) return undefined
    const widthPx = this.#measure(line)
    const make = (startedAt: number): Trajectory =>
      this.#plan.still || line.mode
        ? stillCourse({ startedAt, lastsMs: stayMs(this.#plan), widthPx, span: row.span })
        : scrollingCourse({ startedAt, crossingMs, stageWidthPx, widthPx, span: row.span })
    const progress = (now - course.startedAt) / (course.endsAt - course.startedAt)
    const whole = make(now)
    return { ...entry, row, course: make(now - progress * (whole.endsAt - now)) }
  }

  #settle({ lane, course }: Placed): boolean {
    const last = this.#lanes.newest(lane)
    if (last && !mayFollow(last, course, 0)) return false
    this.#lanes.take(lane, course)
    return true
  }
}

/** Two equal lines as one. */
export function sum(one: Comment, other: Comment): Comment {
  return { ...one, count: (one.count ?? 1) + (other.count ?? 1) }
}

/** True for what may be counted instead of shown again. */
export function isMergeable({ tone, parts, mode }: Comment): boolean {
  return tone === 'plain' && !parts && !mode
}

/** The same course for a wider message: what is added trails behind. */
function grown(course: Trajectory, widthPx: number): Trajectory {
  const more = widthPx - course.widthPx
  return more === 0 ? course : { ...course, widthPx, endsAt: course.endsAt + more / course.pxPerMs }
}
