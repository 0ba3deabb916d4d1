import { Placement, isMergeable, type Measure, type Placed, type Plan, sum } from './placement.ts'
import type { Comment } from './line.ts'
import { priorityOf } from './line-kind.ts'
import type { Overflow } from './overflow.ts'
import { enqueue, type Waiting } from './queue.ts'

/** The stage as the engine sees it. */
export interface Layout extends Plan {
  /** How long a message may wait for a lane. */
  readonly maxAgeMs: number
  readonly overflow: Overflow
}

/** What became of the messages so far. */
export interface Counts {
  readonly shown: number
  /** Counted with an equal one instead of shown. */
  readonly merged: number
  /** Fell out of the queue, by age or for want of room. */
  readonly dropped: number
  /** Of those, the ones somebody paid for. */
  readonly paidDropped: number
  readonly queued: number
  /** On the stage now. */
  readonly visible: number
}

// Somebody paid for these: they may come late, but not as a replay of what is long over.
const paidPatienceMs = 30_000

// What grew old longer ago did so while nobody looked: no place between the rows for that.
const graceMs = 250

const fastest = 0.6 // of the time of a crossing
const paceChangeMs = 10_000 // from no time at all to the usual one

// Fewer are waiting for nothing but a lane that suits their width.
const pressure = 8

// How long a lane may be kept for a paid line before it appears, as a share of the crossing.
const leadShare = 0.75

/** Decides what is shown where and when. Knows no pixels and no clock: `now` only has to move on. */
export class Engine {
  readonly #measure: Measure
  readonly #floor: Placement
  #layout: Layout
  #queue: Waiting[] = []
  #pace = 1
  #tickedAt: number | undefined
  #sums = { shown: 0, merged: 0, dropped: 0, paidDropped: 0 }

  /** With an empty stage. */
  constructor(measure: Measure, layout: Layout) {
    this.#measure = measure
    this.#layout = layout
    this.#floor = new Placement(measure, layout)
  }

  /** Lines that wait for a lane. */
  get queued(): number {
    return this.#queue.length
  }

  /** Changes how many lines with parts may be on the stage at once. */
  setRichCapacity(lines: number): void {
    this.#floor.richCapacity = lines
  }

  /** Takes a line in; it is shown by a later {@link tick}. */
  push(line: Comment, now: number): void {
    const priority = priorityOf(line.tone)
    const waiting = { line, widthPx: this.#measure(line), since: now, priority }
    const missed = enqueue(this.#queue, waiting)
    if (missed) this.#drop(missed)
  }

  /** Moves on to `now`: what entered the stage, or changed on it, since the last time. */
  tick(now: number): readonly Placed[] {
    this.#floor.keep(({ course }) => course.endsAt > now)
    const changed = new Map<number, Placed>()
    const kept: Waiting[] = []
    let tooWidePx = Number.POSITIVE_INFINITY
    for (const waiting of this.#queue) {
      const overdue = this.#overdueMs(waiting, now) > 0
      const tries = waiting.line.mode === undefined && waiting.priority === 0 && !overdue
      // What is wider than a line that found no lane is faster, and finds none either.
      const hopeless = tries && waiting.widthPx >= tooWidePx
      const entry = this.#admit(waiting, now, hopeless)
      if (entry) changed.set(entry.key, entry)
      else this.#leaveOut(waiting, kept, now)
      if (!entry && tries) tooWidePx = Math.min(tooWidePx, waiting.widthPx)
    }
    this.#queue = kept
    this.#mendPace(now)
    return [...changed.values()]
  }

  /** What is on the stage, in the order it came. */
  placed(now: number): readonly Placed[] {
    return this.#floor.placed(now)
  }

  /** Changes the stage. */
  layOut(layout: Layout, now: number): void {
    this.#layout = layout
    this.#floor.layOut(layout, now)
    this.#queue = this.#queue.map((one) => ({ ...one, widthPx: this.#measure(one.line) }))
  }

  /** Takes away what matches, on the stage or waiting. */
  withdraw(match: (line: Comment) => boolean): void {
    this.#floor.keep(({ line }) => !match(line))
    this.#queue = this.#queue.filter(({ line }) => !match(line))
  }

  /** Takes everything away. */
  clear(): void {
    this.#floor.clear()
    this.#queue = []
  }

  /** Figures so far. */
  counts(now: number): Counts {
    return { ...this.#sums, queued: this.queued, visible: this.#floor.placed(now).length }
  }

  /** Shows a line in a lane, in the count of its twin, or, as the last resort, between the rows. */
  #admit(waiting: Waiting, now: number, hopeless: boolean): Placed | undefined {
    const { overflow } = this.#layout
    const overdueMs = this.#overdueMs(waiting, now)
    if (overdueMs <= 0) {
      const entry = hopeless ? undefined : this.#enter(waiting, now, false)
      if (entry) return entry
      const twin = overflow.merge ? this.#floor.merge(waiting.line, now) : undefined
      if (twin) this.#sums.merged += waiting.line.count ?? 1
      if (twin || this.#mayWait(waiting)) return twin
    }
    return overflow.overlap && overdueMs <= graceMs ? this.#enter(waiting, now, true) : undefined
  }

  #enter(waiting: Waiting, now: number, between: boolean): Placed | undefined {
    const { line, widthPx } = waiting
    const crossingMs = this.#layout.crossingMs * this.#pace
    const leadMs = this.#leadMs(waiting, now)
    const entry = this.#floor.enter({ line, widthPx, between, leadMs, crossingMs }, now)
    if (entry) this.#sums.shown += 1
    return entry
  }

  /**
   * How long before it appears a lane may be kept for a line. Narrow lines find lanes so often that
   * a wide one may never find one if none is kept for it; but when there are too many for all to be
   * shown, a lane is better used than kept.
   */
  #leadMs(waiting: Waiting, now: number): number {
    if (waiting.priority > 0) return this.#layout.crossingMs * leadShare
    const keeps = this.queued < pressure && this.#mayWait(waiting)
    return keeps ? Math.max(0, -this.#overdueMs(waiting, now)) : 0
  }

  /** Lets a line that was not shown wait on, alone or counted with a twin, or drops it. */
  #leaveOut(waiting: Waiting, kept: Waiting[], now: number): void {
    if (this.#overdueMs(waiting, now) > 0 || !this.#mayWait(waiting)) {
      this.#drop(waiting)
      return
    }
    const { line } = waiting
    const twin =
      this.#layout.overflow.merge && isMergeable(line)
        ? kept.findIndex((one) => isMergeable(one.line) && one.line.text === line.text)
        : -1
    const first = kept[twin]
    if (!first) {
      kept.push(waiting)
      return
    }
    const counted = sum(first.line, line)
    kept[twin] = { ...first, line: counted, widthPx: this.#measure(counted) }
    this.#sums.merged += line.count ?? 1
  }

  #drop({ line, priority }: Waiting): void {
    this.#sums.dropped += line.count ?? 1
    if (priority > 0) this.#sums.paidDropped += 1
  }

  #mayWait({ priority }: Waiting): boolean {
    return this.#layout.overflow.queue || priority > 0
  }

  /** By how much a line has waited too long; 0 or less if it has not. */
  #overdueMs({ since, priority }: Waiting, now: number): number {
    return now - since - (priority > 0 ? paidPatienceMs : this.#layout.maxAgeMs)
  }

  /** Faster while many wait, slower again when none does. */
  #mendPace(now: number): void {
    const change = (now - (this.#tickedAt ?? now)) / paceChangeMs
    this.#tickedAt = now
    if (!this.#layout.overflow.speed) this.#pace = 1
    else if (this.queued >= pressure) this.#pace = Math.max(fastest, this.#pace - change)
    else if (this.queued === 0) this.#pace = Math.min(1, this.#pace + change)
  }
}
