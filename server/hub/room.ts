import type { Draft, FeedEvent, Raw, RawMessage } from '../../proto/feed/index.ts'
import type { Clock } from '../lib/time/clock.ts'
import { createRing, type Ring } from '../lib/ring.ts'
import { type Log, LogFailed } from '../log/log.ts'
import { type RankThrottle, createRankThrottle } from './rank-throttle.ts'
import type { History } from './history.ts'
import { createSeenIds } from './seen-ids.ts'
import { createSourceHealth, type SourceHealth } from './source-health.ts'
import type { Entry, Follower, RoomView } from './room-view.ts'
import { createSnapshot } from './snapshot.ts'
import { shortened, wellFormed } from './well-formed.ts'

/**
 * Why an event has no place: its id was accepted before, it waits for its turn if it gets one (a
 * board), the room leaves out its type, or takes no more at all.
 */
export type Rejected = 'repeated' | 'held' | 'omitted' | 'closed'

/** What a room is made of. */
export interface RoomParts {
  readonly id: string
  readonly log: Log
  /** Where the room goes on, under a new epoch, when its log fails. */
  readonly spareLog: () => Log
  readonly history: History
  readonly clock: Clock
  /** Runs a call at the end of this turn of the event loop. */
  readonly defer: (call: () => void) => void
  /** How many events the ring holds: what a reconnect is served from. */
  readonly ringSize: number
  readonly onEvent: (event: FeedEvent) => void
  readonly onDuplicate: (source: string) => void
  /** An event that is left out of the room: known, but neither kept nor shown. */
  readonly onOmitted: (source: string, type: FeedEvent['type']) => void
  readonly onLogFailed: (failure: LogFailed) => void
}

/**
 * One room: decides identity, gives `seq`, appends to the log, and only then shows. The same for
 * upstream, demo and own rooms.
 */
export class Room implements RoomView {
  readonly #parts: RoomParts
  #log: Log
  #ring: Ring<Entry>
  readonly #boards: RankThrottle
  readonly #identities = createSeenIds()
  readonly #latest = createSnapshot()
  readonly #pulses = createSourceHealth()
  readonly #followers = new Set<Follower>()
  #turn: FeedEvent[] = [] // accepted in this turn; nobody has seen these yet
  #lines: string[] = [] // the JSON lines of these events
  #omit: ReadonlySet<FeedEvent['type']> = new Set()
  readonly #omitted = new Map<FeedEvent['type'], number>()
  #open = true

  constructor(parts: RoomParts) {
    this.#parts = parts
    this.#log = parts.log
    this.#ring = createRing(parts.ringSize, parts.log.head)
    this.#boards = createRankThrottle(parts.clock, (source, board) => this.#accept(source, board))
  }

  get id(): string {
    return this.#parts.id
  }

  get epoch(): string {
    return this.#log.epoch
  }

  /** Newest position shown; 0 before the first event. */
  get head(): number {
    return this.#ring.head
  }

  /** Oldest position still in the ring; `head + 1` if there is none. */
  get oldest(): number {
    return this.#ring.oldest
  }

  get history(): History {
    return this.#parts.history
  }

  get lead(): number {
    return 0
  }

  /** Who reads it now, all followers together. */
  get readers(): number {
    return [...this.#followers].reduce((sum, follower) => sum + follower.readers(), 0)
  }

  /** The entry at a position, if the ring still holds it. */
  entry(seq: number): Entry | undefined {
    return this.#ring.at(seq)
  }

  /** Latest `source`, `room` and `stats` of each source and `rank` of each board. */
  state(): readonly FeedEvent[] {
    return this.#latest.list()
  }

  /** How well a source is heard; undefined if it has not said so yet. */
  pulse(source: string): SourceHealth | undefined {
    return this.#pulses.of(source)
  }

  /** How many events of each type were left out since the room is open. */
  get omitted(): ReadonlyMap<FeedEvent['type'], number> {
    return this.#omitted
  }

  /** From now on leaves out these types, and no others. */
  omit(types: readonly FeedEvent['type'][]): void {
    this.#omit = new Set(types)
  }

  /** Accepts an event of a source, unless its id was accepted before. @returns its `seq`. */
  publish(source: string, received: Draft): number | Rejected {
    if (!this.#open) return 'closed'
    const draft = wellFormed(received)
    if (draft.type !== 'rank' || draft.test) return this.#accept(source, draft)
    this.#boards.offer(source, draft)
    return 'held'
  }

  /** Shows an unmapped message to who asked for such; it has no position and is not kept. */
  publishRaw(source: string, { method, data }: Raw): void {
    const receivedAt = this.#parts.clock.now()
    const message: RawMessage = {
      type: 'raw',
      v: 1,
      room: this.id,
      source,
      receivedAt,
      method,
      data: wellFormed(data),
    }
    for (const follower of this.#followers) follower.raw?.(message)
  }

  /**
   * Restores what an earlier run of this room showed, oldest first; followers are not notified.
   *
   * @param earlier - events of ended epochs: only their ids are remembered, to recognise repeats.
   */
  remember(events: readonly FeedEvent[], earlier: readonly FeedEvent[] = []): void {
    for (const { id, receivedAt } of earlier) this.#identities.accept(id, receivedAt)
    for (const event of events) {
      this.#identities.accept(event.id, event.receivedAt)
      this.#latest.accept(event)
      this.#pulses.accept(event)
    }
  }

  /** @returns how to stop following; idempotent. */
  follow(follower: Follower): () => void {
    this.#followers.add(follower)
    return () => this.#followers.delete(follower)
  }

  /** Shows what this turn accepted, then lets every follower go. Idempotent. */
  async close(): Promise<void> {
    if (!this.#open) return
    this.#open = false
    this.#boards.close()
    this.#flush()
    for (const follower of this.#followers) follower.closed()
    this.#followers.clear()
    await this.#log.close()
  }

  #accept(source: string, draft: Draft): number | Rejected {
    const { clock, defer } = this.#parts
    const now = clock.now()
    if (draft.id !== undefined && !this.#identities.accept(draft.id, now)) {
      this.#parts.onDuplicate(source)
      return 'repeated'
    }
    if (this.#omit.has(draft.type)) return this.#leaveOut(source, draft)
    const seq = this.#log.head + this.#turn.length + 1
    const place = { v: 1, seq, id: `${this.epoch}:${seq}`, room: this.id, source }
    // A draft is an event without exactly these fields, but for an id or time of its own.
    const own = { ...place, at: now, receivedAt: now, ...draft } as FeedEvent
    const { event, line } = withinLineLimit(own.source === source ? own : { ...own, via: source })
    if (line.length > maxLineChars) return this.#leaveOut(source, draft)
    if (this.#turn.length === 0) defer(() => this.#flush())
    this.#turn.push(event)
    this.#lines.push(line)
    return seq
  }

  #leaveOut(source: string, { type, test }: Draft): 'omitted' {
    if (test) return 'omitted'
    const { clock, onOmitted } = this.#parts
    this.#pulses.beat(source, clock.now())
    this.#omitted.set(type, (this.#omitted.get(type) ?? 0) + 1)
    onOmitted(source, type)
    return 'omitted'
  }

  #flush(): void {
    if (this.#turn.length === 0) return
    const { ringSize } = this.#parts
    const entries = this.#append()
    const events = this.#turn
    this.#turn = []
    this.#lines = []
    // A turn that is longer than the ring would drive its own beginning out before anybody read it.
    for (let at = 0; at < entries.length; at += ringSize) {
      this.#show(entries.slice(at, at + ringSize), events.slice(at, at + ringSize))
    }
  }

  #show(entries: readonly Entry[], events: readonly FeedEvent[]): void {
    for (const entry of entries) this.#ring.push(entry)
    for (const event of events) {
      this.#latest.accept(event)
      this.#pulses.accept(event)
      this.#parts.onEvent(event)
    }
    for (const follower of this.#followers) follower.advanced()
  }

  /** Puts the turn into the log, or into the spare one if that is lost: nobody has seen it yet. */
  #append(): readonly Entry[] {
    const entries = this.#turn.map((event, index) => entryOf(event, this.#lines[index]))
    try {
      this.#log.append(entries.map(({ line }) => line))
      return entries
    } catch (failure) {
      if (!(failure instanceof LogFailed)) throw failure
      this.#renew(failure)
      return this.#append()
    }
  }

  #renew(failure: LogFailed): void {
    const { epoch } = this
    this.#parts.onLogFailed(failure)
    this.#log = this.#parts.spareLog()
    this.#ring = createRing(this.#parts.ringSize)
    this.#turn = this.#turn.map((event, index) => {
      const seq = index + 1
      const ownId = event.id !== `${epoch}:${event.seq}`
      return { ...event, seq, id: ownId ? event.id : `${this.epoch}:${seq}` }
    })
    this.#lines = this.#turn.map((event) => JSON.stringify(event))
    for (const follower of this.#followers) follower.renewed()
  }
}

// Rings, journals and readers hold each line. The longest real one, a board, has a third of this.
const maxLineChars = 64 * 1024

// The longest text that a site lets a viewer write has a few hundred.
const maxTextChars = 2_000

/** Returns an event and its line; if the line is too long, the ends of its texts are cut off. */
function withinLineLimit(event: FeedEvent): { readonly event: FeedEvent; readonly line: string } {
  const line = JSON.stringify(event)
  if (line.length <= maxLineChars) return { event, line }
  const short = shortened(event, maxTextChars)
  return { event: short, line: JSON.stringify(short) }
}

function entryOf(event: FeedEvent, line = JSON.stringify(event)): Entry {
  const { seq, type, source, via = source } = event
  return { seq, type, source: via, line }
}
