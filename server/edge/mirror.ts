import type { FeedEvent, FeedFrame, GapFrame, HelloFrame } from '../../proto/feed/index.ts'
import type { History } from '../hub/history.ts'
import type { Entry, Follower, RoomView } from '../hub/room-view.ts'
import type { EntryRing, RingMemory } from '../hub/ring-memory.ts'
import { createSnapshot, type Snapshot } from '../hub/snapshot.ts'
import type { Told } from '../platform/feed/message.ts'

/** The dependencies of a mirror. */
export interface MirrorParts {
  readonly id: string
  /** Provides the rings, which hold all events of the mirror. */
  readonly rings: RingMemory
  /** Runs a call at the end of this tick of the event loop. */
  readonly defer: (call: () => void) => void
}

/** Events of one epoch without a hole. */
interface Segment {
  readonly epoch: string
  readonly ring: EntryRing
}

/**
 * A copy of a room of another relay: its epochs, its positions, its lines byte for byte. So a
 * reader can resume at another edge, or at the origin.
 */
export class Mirror implements RoomView {
  readonly #parts: MirrorParts
  readonly #followers = new Set<Follower>()
  #segment: Segment | undefined
  /** The events before the last hole, for readers that have not read it to its end. */
  #earlier: Segment | undefined
  #latest: Snapshot = createSnapshot()
  #pending: { readonly entry: Entry; readonly event: FeedEvent }[] = []
  #connected = false

  constructor(parts: MirrorParts) {
    this.#parts = parts
  }

  get id(): string {
    return this.#parts.id
  }

  /** Empty before the first hello of the origin. */
  get epoch(): string {
    return this.#segment?.epoch ?? ''
  }

  get head(): number {
    return this.#segment?.ring.head ?? 0
  }

  get oldest(): number {
    return this.#segment?.ring.oldest ?? 1
  }

  get readers(): number {
    return [...this.#followers].reduce((sum, follower) => sum + follower.readers(), 0)
  }

  /** A reader that comes from another edge may be ahead of this mirror. */
  get maxAhead(): number {
    return this.#parts.rings.maxEntries
  }

  get history(): History {
    return { after: (position, limit) => this.#after(position, limit) }
  }

  entry(seq: number): Entry | undefined {
    return this.#segment?.ring.at(seq)
  }

  state(): readonly FeedEvent[] {
    return this.#latest.list()
  }

  follow(follower: Follower): () => void {
    this.#followers.add(follower)
    return () => this.#followers.delete(follower)
  }

  /** Accepts one message of the origin, and its text. */
  receive(message: Told, line: string): void {
    if (message.is === 'event') this.#acceptEvent(message.event, line)
    else if (message.is === 'frame') this.#acceptFrame(message.frame)
    else if (message.is === 'raw')
      for (const follower of this.#followers) follower.raw?.(message.raw)
  }

  /** Holds only the newest entries in memory until {@link wake}: the room has no readers. */
  rest(): void {
    this.#earlier?.ring.close()
    this.#earlier = undefined
    this.#segment?.ring.rest()
  }

  /** Holds the full number of entries in memory again. */
  wake(): void {
    this.#segment?.ring.wake()
  }

  /** Marks the origin as lost: it may have events and epochs that are unknown here. */
  disconnected(): void {
    this.#connected = false
  }

  /** Publishes the events of this tick, then ends every follower. */
  close(): void {
    this.#flush()
    for (const follower of this.#followers) follower.closed()
    this.#followers.clear()
    this.#earlier?.ring.close()
    this.#segment?.ring.close()
  }

  #acceptFrame(frame: FeedFrame): void {
    switch (frame.frame) {
      case 'hello':
        return this.#acceptHello(frame)
      case 'gap':
        return this.#acceptGap(frame)
      case 'head':
        return this.#reach(frame.seq)
      case 'skip':
        return undefined // the connection resumes at the same position and gets all events
    }
  }

  #acceptHello({ epoch, seq, resumed, state }: HelloFrame): void {
    this.#connected = true
    this.#latest = createSnapshot()
    for (const event of state) this.#latest.accept(event)
    // If the origin could not resume, a gap follows with the position at which it continues.
    if (!this.#segment) this.#begin(epoch, seq)
    else if (resumed && (epoch !== this.epoch || seq !== this.#reached)) this.#begin(epoch, seq)
  }

  #acceptGap({ to, epoch = this.epoch }: GapFrame): void {
    if (epoch !== this.epoch || to > this.#reached) this.#begin(epoch, to)
  }

  /** Starts a new segment if the origin is beyond the received events: they would have a hole. */
  #reach(seq: number): void {
    if (this.#segment && seq > this.#reached) this.#begin(this.epoch, seq)
  }

  #acceptEvent(event: FeedEvent, line: string): void {
    const { seq, type, source, via = source } = event
    if (!this.#segment || seq <= this.#reached) return
    this.#reach(seq - 1)
    if (this.#pending.length === 0) this.#parts.defer(() => this.#flush())
    this.#pending.push({ entry: { seq, type, source: via, line }, event })
  }

  /** The newest position, published or about to be. */
  get #reached(): number {
    return this.head + this.#pending.length
  }

  /**
   * Starts a new segment after a hole. Present readers must reconnect, and get a gap for their
   * position.
   */
  #begin(epoch: string, seq: number): void {
    this.#flush()
    this.#earlier?.ring.close()
    this.#earlier = this.#segment
    this.#segment = { epoch, ring: this.#parts.rings.open(seq) }
    if (this.#earlier) for (const follower of this.#followers) follower.renewed()
  }

  #flush(): void {
    const pending = this.#pending
    this.#pending = []
    // A tick that is longer than the ring would push out its own beginning before it is read.
    const entries = pending.map(({ entry }) => entry)
    for (let at = 0, end = 0; at < pending.length; at = end) {
      end = at + (this.#segment?.ring.fitting(entries, at) ?? pending.length)
      for (const { entry, event } of pending.slice(at, end)) {
        this.#segment?.ring.push(entry)
        this.#latest.accept(event)
      }
      for (const follower of this.#followers) follower.advanced()
    }
  }

  /**
   * Returns the lines before the last hole. An epoch that is unknown here may be newer than ours.
   */
  #after(
    { epoch, seq }: { readonly epoch: string; readonly seq: number },
    limit: number,
  ): Promise<readonly string[]> {
    const known = epoch === this.epoch || epoch === this.#earlier?.epoch
    if (!known && !this.#connected) return Promise.reject(new Error('the origin is away'))
    const ring = epoch === this.#earlier?.epoch ? this.#earlier.ring : undefined
    const lines: string[] = []
    for (let next = seq + 1; lines.length < limit; next++) {
      const entry = ring?.at(next)
      if (!entry) break
      lines.push(entry.line)
    }
    return Promise.resolve(lines)
  }
}
