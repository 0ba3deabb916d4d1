import type { Draft, FeedEvent, Raw, RawMessage } from '../../proto/feed/index.ts'
import type { Clock } from '../lib/time/clock.ts'
import { guarded, guardedClock } from '../lib/time/guarded-clock.ts'
import { type Log, LogFailed } from '../log/log.ts'
import { type RankThrottle, createRankThrottle } from './rank-throttle.ts'
import type { History } from './history.ts'
import { withinLineLimit } from './line-limit.ts'
import { createSeenIds } from './seen-ids.ts'
import { createSourceHealth, type SourceHealth } from './source-health.ts'
import type { Entry, Follower, RoomView } from './room-view.ts'
import type { EntryRing, RingMemory } from './ring-memory.ts'
import { createSnapshot, isState } from './snapshot.ts'
import { wellFormed } from './well-formed.ts'

/**
 * The reason why an event has no position: its id was accepted before, it waits (a board), the room
 * leaves out its type, or the room is closed.
 */
export type Rejected = 'repeated' | 'held' | 'omitted' | 'closed'

/** The dependencies of a room. */
export interface RoomParts {
  readonly id: string
  readonly log: Log
  /** Returns the log in which the room continues, under a new epoch, if its log fails. */
  readonly fallbackLog: () => Log
  readonly history: History
  readonly clock: Clock
  /** Runs a call at the end of this tick of the event loop. */
  readonly defer: (call: () => void) => void
  /** Gives the room its ring, which serves reconnects. */
  readonly rings: RingMemory
  readonly onEvent: (event: FeedEvent) => void
  readonly onDuplicate: (source: string) => void
  /** Called for an event that the room leaves out: neither stored nor shown. */
  readonly onOmitted: (source: string, type: FeedEvent['type']) => void
  readonly onLogFailed: (failure: LogFailed) => void
  /** Receives what was thrown while an event was shown: it costs that event or follower, nothing else. */
  readonly onFault: (error: unknown) => void
}

/**
 * A room: decides the identity of events, assigns `seq`, appends to the log, and only then shows.
 * The same for upstream, demo and own rooms.
 */
export class Room implements RoomView {
  readonly #parts: RoomParts
  #log: Log
  #ring: EntryRing
  readonly #boards: RankThrottle
  readonly #identities = createSeenIds()
  readonly #latest = createSnapshot()
  readonly #sourceHealth = createSourceHealth()
  readonly #followers = new Set<Follower>()
  #tick: FeedEvent[] = [] // accepted in this tick and not shown yet
  #lines: string[] = [] // the JSON lines of these events
  #omit: ReadonlySet<FeedEvent['type']> = new Set()
  readonly #omitted = new Map<FeedEvent['type'], number>()
  #open = true

  constructor(parts: RoomParts) {
    this.#parts = parts
    this.#log = parts.log
    this.#ring = parts.rings.open(parts.log.head)
    this.#boards = createRankThrottle(guardedClock(parts.clock, parts.onFault), (source, board) =>
      this.#accept(source, board),
    )
  }

  get id(): string {
    return this.#parts.id
  }

  get epoch(): string {
    return this.#log.epoch
  }

  /** The newest position shown; 0 before the first event. */
  get head(): number {
    return this.#ring.head
  }

  /** The oldest position in the ring; `head + 1` if there is none. */
  get oldest(): number {
    return this.#ring.oldest
  }

  get history(): History {
    return this.#parts.history
  }

  get maxAhead(): number {
    return 0
  }

  /** The number of readers now, over all followers. */
  get readers(): number {
    return [...this.#followers].reduce((sum, follower) => sum + follower.readers(), 0)
  }

  /** Returns the entry at a position; undefined if the ring does not hold it. */
  entry(seq: number): Entry | undefined {
    return this.#ring.at(seq)
  }

  /** Returns the latest `source`, `room` and `stats` of each source and `rank` of each board. */
  state(): readonly FeedEvent[] {
    return this.#latest.list()
  }

  /** Keeps only the newest entries in memory until {@link wake}: the room has no readers. */
  rest(): void {
    this.#ring.rest()
  }

  /** Keeps as many entries in memory again as it may. */
  wake(): void {
    this.#ring.wake()
  }

  /** Returns the health of a source; undefined before its first `source` event. */
  healthOf(source: string): SourceHealth | undefined {
    return this.#sourceHealth.of(source)
  }

  /** The number of events of each type that were left out since the room was opened. */
  get omitted(): ReadonlyMap<FeedEvent['type'], number> {
    return this.#omitted
  }

  /** Leaves out these types from now on, and no others. */
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

  /**
   * Passes an unmapped message to the followers that ask for them; it has no position and is not
   * stored.
   */
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
    const [first] = [...earlier, ...events]
    if (first && first.seq > 1) this.#identities.missBefore(first.receivedAt)
    for (const { id, receivedAt } of earlier) this.#identities.accept(id, receivedAt)
    for (const event of events) {
      this.#identities.accept(event.id, event.receivedAt)
      this.#latest.accept(event)
      this.#sourceHealth.accept(event)
    }
  }

  /** Adds a follower. @returns a function that removes it; idempotent. */
  follow(follower: Follower): () => void {
    this.#followers.add(follower)
    return () => this.#followers.delete(follower)
  }

  /** Shows the events of this tick, then removes every follower. Idempotent. */
  async close(): Promise<void> {
    if (!this.#open) return
    this.#open = false
    this.#boards.close()
    this.#flush()
    for (const follower of this.#followers) follower.closed()
    this.#followers.clear()
    this.#ring.close()
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
    const seq = this.#log.head + this.#tick.length + 1
    const place = { v: 1, seq, id: `${this.epoch}:${seq}`, room: this.id, source }
    const named = this.#isRepeatedState(draft) ? { ...draft, id: place.id } : draft
    // A draft is an event without exactly these fields, except for an id or time of its own.
    const own = { ...place, at: now, receivedAt: now, ...named } as FeedEvent
    const shown = withinLineLimit(own.source === source ? own : { ...own, via: source })
    if (!shown) return this.#leaveOut(source, draft)
    const { event, line } = shown
    if (this.#tick.length === 0) defer(() => this.#flush())
    this.#tick.push(event)
    this.#lines.push(line)
    return seq
  }

  /**
   * Returns true for the state of another relay that is older than what this room remembers: the
   * other relay sends it at each connect, and an event of this id may be stored already.
   */
  #isRepeatedState({ id, type, at }: Draft): boolean {
    const since = this.#identities.completeSince()
    return id !== undefined && isState(type) && since !== undefined && (at ?? since) < since
  }

  #leaveOut(source: string, { type, test }: Draft): 'omitted' {
    if (test) return 'omitted'
    const { clock, onOmitted } = this.#parts
    this.#sourceHealth.beat(source, clock.now())
    this.#omitted.set(type, (this.#omitted.get(type) ?? 0) + 1)
    onOmitted(source, type)
    return 'omitted'
  }

  #flush(): void {
    if (this.#tick.length === 0) return
    const entries = this.#append()
    const events = this.#tick
    this.#tick = []
    this.#lines = []
    // A tick with more events than the ring holds would push out its own beginning before it is
    // read.
    for (let at = 0, end = 0; at < entries.length; at = end) {
      end = at + this.#ring.fitting(entries, at)
      this.#show(entries.slice(at, end), events.slice(at, end))
    }
  }

  #show(entries: readonly Entry[], events: readonly FeedEvent[]): void {
    for (const entry of entries) this.#ring.push(entry)
    const { onEvent, onFault } = this.#parts
    for (const event of events) {
      guarded(() => {
        this.#latest.accept(event)
        this.#sourceHealth.accept(event)
        onEvent(event)
      }, onFault)()
    }
    for (const follower of this.#followers) guarded(() => follower.advanced(), onFault)()
  }

  /**
   * Appends the tick to the log, or to the fallback log if that fails: none of it was shown yet.
   */
  #append(): readonly Entry[] {
    const entries = this.#tick.map((event, index) => entryOf(event, this.#lines[index]))
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
    this.#log = this.#parts.fallbackLog()
    this.#ring.close()
    this.#ring = this.#parts.rings.open()
    this.#tick = this.#tick.map((event, index) => {
      const seq = index + 1
      const ownId = event.id !== `${epoch}:${event.seq}`
      return { ...event, seq, id: ownId ? event.id : `${this.epoch}:${seq}` }
    })
    this.#lines = this.#tick.map((event) => JSON.stringify(event))
    for (const follower of this.#followers) follower.renewed()
  }
}

function entryOf(event: FeedEvent, line = JSON.stringify(event)): Entry {
  const { seq, type, source, via = source } = event
  return { seq, type, source: via, line }
}
