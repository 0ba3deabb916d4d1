import {
  Placement,
  isMergeable,
  type Measure,
  type Placed,
  type PlacementLayout,
  sum,
} from './placement.ts'
import type { Comment } from './line.ts'
import { priorityOf } from './line-kind.ts'
import type { Overflow } from './overflow.ts'
import { enqueue, type WaitingLine } from './queue.ts'

/** The layout of the stage for the engine. */
export interface Layout extends PlacementLayout {
  /** The maximum time a message may wait for a lane. */
  readonly maxAgeMs: number
  readonly overflow: Overflow
}

/** The counts of messages by outcome. */
export interface Counts {
  readonly shown: number
  /** Counted with an equal message instead of shown. */
  readonly merged: number
  /** Dropped from the queue, by age or because it was full. */
  readonly dropped: number
  /** The paid ones among the dropped. */
  readonly paidDropped: number
  readonly queued: number
  /** Visible on the stage now. */
  readonly visible: number
}

// Paid lines may be shown late, but not long after their event.
const paidPatienceMs = 30_000

// Lines that passed their maximum age earlier than this did so while the page was hidden; they do
// not run between the rows.
const graceMs = 250

const fastest = 0.6 // of the crossing time
const paceChangeMs = 10_000 // from an unset pace to the usual one

// Fewer waiting lines than this wait only for a lane that fits their width.
const pressure = 8

// The maximum lead for which a lane is reserved for a paid line, as a share of the crossing time.
const leadShare = 0.75

/**
 * The engine: decides the lane and time of each message. It uses no pixels and no clock of its own:
 * `now` only has to increase.
 */
export class Engine {
  readonly #measure: Measure
  readonly #placement: Placement
  #layout: Layout
  #queue: WaitingLine[] = []
  #pace = 1
  #tickedAt: number | undefined
  #sums = { shown: 0, merged: 0, dropped: 0, paidDropped: 0 }

  /** Starts with an empty stage. */
  constructor(measure: Measure, layout: Layout) {
    this.#measure = measure
    this.#layout = layout
    this.#placement = new Placement(measure, layout)
  }

  /** The number of lines that wait for a lane. */
  get queued(): number {
    return this.#queue.length
  }

  /** Sets the number of lines with parts that may be on the stage at once. */
  setRichCapacity(lines: number): void {
    this.#placement.richCapacity = lines
  }

  /** Adds a line; a later {@link tick} shows it. */
  push(line: Comment, now: number): void {
    const priority = priorityOf(line.kind)
    const waiting = { line, widthPx: this.#measure(line), since: now, priority }
    const missed = enqueue(this.#queue, waiting)
    if (missed) this.#drop(missed)
  }

  /** Advances to `now` and returns the messages that entered or changed since the last call. */
  tick(now: number): readonly Placed[] {
    this.#placement.keep(({ path }) => path.endsAt > now)
    const changed = new Map<number, Placed>()
    const rest: WaitingLine[] = []
    let tooWidePx = Number.POSITIVE_INFINITY
    for (const waiting of this.#queue) {
      const overdue = this.#overdueMs(waiting, now) > 0
      const tries = waiting.line.mode === undefined && waiting.priority === 0 && !overdue
      // A wider line than one without a lane is faster, and finds none either.
      const hopeless = tries && waiting.widthPx >= tooWidePx
      const entry = this.#show(waiting, now, hopeless)
      if (entry) changed.set(entry.key, entry)
      else this.#queueOrDrop(waiting, rest, now)
      if (!entry && tries) tooWidePx = Math.min(tooWidePx, waiting.widthPx)
    }
    this.#queue = rest
    this.#updatePace(now)
    return [...changed.values()]
  }

  /** Returns the messages on the stage in order of arrival. */
  placed(now: number): readonly Placed[] {
    return this.#placement.placed(now)
  }

  /** Changes the layout. */
  layOut(layout: Layout, now: number): void {
    this.#layout = layout
    this.#placement.layOut(layout, now)
    this.#queue = this.#queue.map((one) => ({ ...one, widthPx: this.#measure(one.line) }))
  }

  /** Removes matching lines, on the stage or waiting. */
  withdraw(match: (line: Comment) => boolean): void {
    this.#placement.keep(({ line }) => !match(line))
    this.#queue = this.#queue.filter(({ line }) => !match(line))
  }

  /** Removes all lines. */
  clear(): void {
    this.#placement.clear()
    this.#queue = []
  }

  /** Returns the counts so far. */
  counts(now: number): Counts {
    return { ...this.#sums, queued: this.queued, visible: this.#placement.placed(now).length }
  }

  /**
   * Shows a line in a lane, in the count of an equal line or, as the last step, between the rows.
   */
  #show(waiting: WaitingLine, now: number, hopeless: boolean): Placed | undefined {
    const { overflow } = this.#layout
    const overdueMs = this.#overdueMs(waiting, now)
    if (overdueMs <= 0) {
      const entry = hopeless ? undefined : this.#enter(waiting, now, false)
      if (entry) return entry
      const equal = overflow.merge ? this.#placement.merge(waiting.line, now) : undefined
      if (equal) this.#sums.merged += waiting.line.count ?? 1
      if (equal || this.#mayWait(waiting)) return equal
    }
    return overflow.overlap && overdueMs <= graceMs ? this.#enter(waiting, now, true) : undefined
  }

  #enter(waiting: WaitingLine, now: number, between: boolean): Placed | undefined {
    const { line, widthPx } = waiting
    const crossingMs = this.#layout.crossingMs * this.#pace
    const leadMs = this.#leadMs(waiting, now)
    const entry = this.#placement.enter({ line, widthPx, between, leadMs, crossingMs }, now)
    if (entry) this.#sums.shown += 1
    return entry
  }

  /**
   * Returns the time for which a lane may be reserved for a line. Narrow lines find lanes so often
   * that a wide line may never find one without a reservation; but when not all lines can be shown,
   * a reserved lane is wasted capacity.
   */
  #leadMs(waiting: WaitingLine, now: number): number {
    if (waiting.priority > 0) return this.#layout.crossingMs * leadShare
    const keeps = this.queued < pressure && this.#mayWait(waiting)
    return keeps ? Math.max(0, -this.#overdueMs(waiting, now)) : 0
  }

  /** Queues a line that was not shown, alone or counted with an equal one, or drops it. */
  #queueOrDrop(waiting: WaitingLine, rest: WaitingLine[], now: number): void {
    if (this.#overdueMs(waiting, now) > 0 || !this.#mayWait(waiting)) {
      this.#drop(waiting)
      return
    }
    const { line } = waiting
    const index =
      this.#layout.overflow.merge && isMergeable(line)
        ? rest.findIndex((one) => isMergeable(one.line) && one.line.text === line.text)
        : -1
    const first = rest[index]
    if (!first) {
      rest.push(waiting)
      return
    }
    const counted = sum(first.line, line)
    rest[index] = { ...first, line: counted, widthPx: this.#measure(counted) }
    this.#sums.merged += line.count ?? 1
  }

  #drop({ line, priority }: WaitingLine): void {
    this.#sums.dropped += line.count ?? 1
    if (priority > 0) this.#sums.paidDropped += 1
  }

  #mayWait({ priority }: WaitingLine): boolean {
    return this.#layout.overflow.queue || priority > 0
  }

  /** Returns the time since a line passed its maximum age; 0 or less if it has not. */
  #overdueMs({ since, priority }: WaitingLine, now: number): number {
    return now - since - (priority > 0 ? paidPatienceMs : this.#layout.maxAgeMs)
  }

  /** Shortens the crossing time while many lines wait, and restores it when none does. */
  #updatePace(now: number): void {
    const change = (now - (this.#tickedAt ?? now)) / paceChangeMs
    this.#tickedAt = now
    if (!this.#layout.overflow.speed) this.#pace = 1
    else if (this.queued >= pressure) this.#pace = Math.max(fastest, this.#pace - change)
    else if (this.queued === 0) this.#pace = Math.min(1, this.#pace + change)
  }
}
