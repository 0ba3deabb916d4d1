import { type Trajectory, mayFollow, scrollingTrajectory, stillTrajectory } from './lane.ts'
import { createLanes, type Lanes, type LaneSlot, stayMs, type LaneGeometry } from './lanes.ts'
import type { Comment } from './line.ts'

/** A message on the stage. */
export interface Placed extends LaneSlot {
  /** Its unique key, unchanged when the message changes. */
  readonly key: number
  readonly line: Comment
}

/** The layout of a placement. */
export interface PlacementLayout extends LaneGeometry {
  /** True to show messages in fixed positions, for users who prefer reduced motion. */
  readonly still: boolean
}

/** A message that is to be placed. */
export interface Entrant {
  readonly line: Comment
  readonly widthPx: number
  /** True to run between the rows. */
  readonly between: boolean
  /** The maximum time for which a row that is not free yet may be reserved. */
  readonly leadMs: number
  readonly crossingMs: number
}

/** Returns the drawn width of a line, px. */
export type Measure = (line: Comment) => number

// Without a GPU a line costs about 0.02 ms a frame: more lines of a few letters would cost frames,
// and no viewer can read as many.
const capacity = 640

// A line beyond this share of its trajectory is about to leave: a viewer would not see its count
// grow.
const mergeWindowMs = 3_000

// The maximum time for which a row is reserved for a still line, as a share of the crossing time.
const leadShare = 0.75

/** The messages on the stage, in order of arrival. */
export class Placement {
  /** Lines with parts that may be on the stage at once; the others are shown as text. */
  richCapacity = 0

  readonly #measure: Measure
  #layout: PlacementLayout
  #lanes: Lanes
  readonly #placed = new Map<number, Placed>() // by key, in order of arrival
  #newestByText = new Map<string, Placed>() // the newest plain line by its text
  #rich = 0
  #nextKey = 1

  constructor(measure: Measure, layout: PlacementLayout) {
    this.#measure = measure
    this.#layout = layout
    this.#lanes = createLanes(layout)
  }

  /** Returns the messages that have not left yet. */
  placed(now: number): readonly Placed[] {
    return [...this.#placed.values()].filter(({ path }) => path.endsAt > now)
  }

  /** Places a message in a lane; returns undefined if none is free. */
  enter(entrant: Entrant, now: number): Placed | undefined {
    if (this.#placed.size >= capacity && entrant.line.kind === 'plain') return undefined
    const { line, widthPx } = this.#fitted(entrant)
    const place = this.#place({ ...entrant, line, widthPx }, now)
    if (!place) return undefined
    const entry: Placed = { key: this.#nextKey, line, ...place }
    this.#nextKey += 1
    this.#placed.set(entry.key, entry)
    if (line.parts) this.#rich += 1
    if (isMergeable(line)) this.#newestByText.set(line.text, entry)
    return entry
  }

  /** Counts a line with an equal one that entered recently and has room for the count. */
  merge(line: Comment, now: number): Placed | undefined {
    const equal = isMergeable(line) ? this.#newestByText.get(line.text) : undefined
    if (!equal || now - equal.path.startedAt > mergeWindowMs) return undefined
    const counted = sum(equal.line, line)
    const path = grown(equal.path, this.#measure(counted))
    const newest = this.#lanes.newest(equal.lane) === equal.path
    if (path !== equal.path && !newest) return undefined // another line is behind it already
    if (newest) this.#lanes.take(equal.lane, path)
    const entry = { ...equal, line: counted, path }
    this.#newestByText.set(line.text, entry)
    this.#placed.set(entry.key, entry)
    return entry
  }

  /** Removes all messages but the matching ones. */
  keep(stays: (entry: Placed) => boolean): void {
    for (const entry of this.#placed.values()) {
      const { key, line } = entry
      if (stays(entry)) continue
      this.#placed.delete(key)
      if (line.parts) this.#rich -= 1
      if (this.#newestByText.get(line.text)?.key === key) this.#newestByText.delete(line.text)
    }
  }

  /**
   * Changes the layout; messages continue from their progress, and those that would now touch are
   * removed.
   */
  layOut(layout: PlacementLayout, now: number): void {
    this.#layout = layout
    const moved = [...this.#placed.values()].map((entry) => this.#relaid(entry, now))
    this.clear()
    for (const entry of moved) {
      if (!entry || !this.#settle(entry)) continue
      this.#placed.set(entry.key, entry)
      if (entry.line.parts) this.#rich += 1
    }
  }

  /** Removes all messages. */
  clear(): void {
    this.#placed.clear()
    this.#newestByText.clear()
    this.#rich = 0
    this.#lanes = createLanes(this.#layout)
  }

  /** Returns a line as text if there is no room among the rich lines. */
  #fitted({ line, widthPx }: Entrant): { readonly line: Comment; readonly widthPx: number } {
    if (!line.parts || this.#rich < this.richCapacity) return { line, widthPx }
    const { parts: _parts, ...plain } = line
    return { line: plain, widthPx: this.#measure(plain) }
  }

  #place(
    { line, widthPx, between, leadMs, crossingMs }: Entrant,
    now: number,
  ): LaneSlot | undefined {
    const { still } = this.#layout
    if (!still && line.mode === undefined) {
      return this.#lanes.cross({ widthPx, now, leadMs, between, crossingMs })
    }
    if (between) return undefined
    const keptMs = still ? 0 : this.#layout.crossingMs * leadShare
    return this.#lanes.stay({ widthPx, now, leadMs: keptMs, edge: line.mode ?? 'all' })
  }

  #relaid(entry: Placed, now: number): Placed | undefined {
    const { path, lane, line } = entry
    const { rows, between, widthPx: stageWidthPx, crossingMs } = this.#layout
    const row = [...rows, ...between][lane]
    if (!row) return undefined
    const widthPx = this.#measure(line)
    const make = (startedAt: number): Trajectory =>
      this.#layout.still || line.mode
        ? stillTrajectory({ startedAt, lastsMs: stayMs(this.#layout), widthPx, span: row.span })
        : scrollingTrajectory({ startedAt, crossingMs, stageWidthPx, widthPx, span: row.span })
    const progress = (now - path.startedAt) / (path.endsAt - path.startedAt)
    const whole = make(now)
    return { ...entry, row, path: make(now - progress * (whole.endsAt - now)) }
  }

  #settle({ lane, path }: Placed): boolean {
    const last = this.#lanes.newest(lane)
    if (last && !mayFollow(last, path, 0)) return false
    this.#lanes.take(lane, path)
    return true
  }
}

/** Returns two equal lines as one. */
export function sum(one: Comment, other: Comment): Comment {
  return { ...one, count: (one.count ?? 1) + (other.count ?? 1) }
}

/** Returns true for a line that may be counted instead of shown again. */
export function isMergeable({ kind, parts, mode }: Comment): boolean {
  return kind === 'plain' && !parts && !mode
}

/** Returns the same trajectory for a wider message: the addition is behind it. */
function grown(path: Trajectory, widthPx: number): Trajectory {
  const more = widthPx - path.widthPx
  return more === 0 ? path : { ...path, widthPx, endsAt: path.endsAt + more / path.pxPerMs }
}
