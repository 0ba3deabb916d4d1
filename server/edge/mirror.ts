import type { FeedEvent, FeedFrame, GapFrame, HelloFrame } from '../../proto/feed/index.ts'
import type { History } from '../hub/history.ts'
import type { Entry, Follower, RoomView } from '../hub/room-view.ts'
import type { EntryRing, RingMemory } from '../hub/ring-memory.ts'
import { createSnapshot, type Snapshot } from '../hub/snapshot.ts'
import type { Told } from '../platform/feed/message.ts'

/** What a mirror is made of. */
export interface MirrorParts {
  readonly id: string
  /** Gives the mirror its rings: all that it holds. */
  readonly rings: RingMemory
  /** Runs a call at the end of this turn of the event loop. */
  readonly defer: (call: () => void) => void
}

/** Events of one epoch without a hole. */
interface Stretch {
  readonly epoch: string
  readonly ring: EntryRing
}

/**
 * A room of another relay as it stands there: its epochs, its positions, its lines byte for byte. So
 * a reader keeps its place when it goes from one edge to another, or to the origin.
 */
export class Mirror implements RoomView {
  readonly #parts: MirrorParts
  readonly #followers = new Set<Follower>()
  #stretch: Stretch | undefined
  /** What came before the last hole, for who has not read it to its end. */
  #earlier: Stretch | undefined
  #latest: Snapshot = createSnapshot()
  #turn: { readonly entry: Entry; readonly event: FeedEvent }[] = []
  #connected = false

  constructor(parts: MirrorParts) {
    this.#parts = parts
  }

  get id(): string {
    return this.#parts.id
  }

  /** Empty before the origin said hello. */
  get epoch(): string {
    return this.#stretch?.epoch ?? ''
  }

  get head(): number {
    return this.#stretch?.ring.head ?? 0
  }

  get oldest(): number {
    return this.#stretch?.ring.oldest ?? 1
  }

  get readers(): number {
    return [...this.#followers].reduce((sum, follower) => sum + follower.readers(), 0)
  }

  /** A reader that comes from another edge may have read more than we have. */
  get maxAhead(): number {
    return this.#parts.rings.maxEntries
  }

  get history(): History {
    return { after: (position, limit) => this.#after(position, limit) }
  }

  entry(seq: number): Entry | undefined {
    return this.#stretch?.ring.at(seq)
  }

  state(): readonly FeedEvent[] {
    return this.#latest.list()
  }

  follow(follower: Follower): () => void {
    this.#followers.add(follower)
    return () => this.#followers.delete(follower)
  }

  /** Takes one message of the origin, and its text. */
  hear(told: Told, line: string): void {
    if (told.is === 'event') this.#accept(told.event, line)
    else if (told.is === 'frame') this.#heed(told.frame)
    else if (told.is === 'raw') for (const follower of this.#followers) follower.raw?.(told.raw)
  }

  /** Keeps only the newest entries in memory until {@link wake}: nobody reads the room. */
  rest(): void {
    this.#earlier?.ring.close()
    this.#earlier = undefined
    this.#stretch?.ring.rest()
  }

  /** Keeps as many entries in memory again as it may. */
  wake(): void {
    this.#stretch?.ring.wake()
  }

  /** The origin is not heard any more: what is not known here may be known there. */
  lose(): void {
    this.#connected = false
  }

  /** Shows what this turn brought, then lets every follower go. */
  close(): void {
    this.#flush()
    for (const follower of this.#followers) follower.closed()
    this.#followers.clear()
    this.#earlier?.ring.close()
    this.#stretch?.ring.close()
  }

  #heed(frame: FeedFrame): void {
    switch (frame.frame) {
      case 'hello':
        return this.#greet(frame)
      case 'gap':
        return this.#admit(frame)
      case 'head':
        return this.#reach(frame.seq)
      case 'skip':
        return undefined // the link comes back to the same place, where nothing is spared
    }
  }

  #greet({ epoch, seq, resumed, state }: HelloFrame): void {
    this.#connected = true
    this.#latest = createSnapshot()
    for (const event of state) this.#latest.accept(event)
    // One that could not resume is followed by a gap, which says from where it goes on.
    if (!this.#stretch) this.#begin(epoch, seq)
    else if (resumed && (epoch !== this.epoch || seq !== this.#reached)) this.#begin(epoch, seq)
  }

  #admit({ to, epoch = this.epoch }: GapFrame): void {
    if (epoch !== this.epoch || to > this.#reached) this.#begin(epoch, to)
  }

  /** A position beyond what we were given would be a hole nobody told of. */
  #reach(seq: number): void {
    if (this.#stretch && seq > this.#reached) this.#begin(this.epoch, seq)
  }

  #accept(event: FeedEvent, line: string): void {
    const { seq, type, source, via = source } = event
    if (!this.#stretch || seq <= this.#reached) return
    this.#reach(seq - 1)
    if (this.#turn.length === 0) this.#parts.defer(() => this.#flush())
    this.#turn.push({ entry: { seq, type, source: via, line }, event })
  }

  /** The newest position, shown or about to be. */
  get #reached(): number {
    return this.head + this.#turn.length
  }

  /** Goes on after a hole. Who reads now comes back, and is told by its position what is missing. */
  #begin(epoch: string, seq: number): void {
    this.#flush()
    this.#earlier?.ring.close()
    this.#earlier = this.#stretch
    this.#stretch = { epoch, ring: this.#parts.rings.open(seq) }
    if (this.#earlier) for (const follower of this.#followers) follower.renewed()
  }

  #flush(): void {
    const turn = this.#turn
    this.#turn = []
    // A turn that is longer than the ring would drive its own beginning out before anybody read it.
    const entries = turn.map(({ entry }) => entry)
    for (let at = 0, end = 0; at < turn.length; at = end) {
      end = at + (this.#stretch?.ring.fitting(entries, at) ?? turn.length)
      for (const { entry, event } of turn.slice(at, end)) {
        this.#stretch?.ring.push(entry)
        this.#latest.accept(event)
      }
      for (const follower of this.#followers) follower.advanced()
    }
  }

  /** What stands before the last hole. An epoch nobody here knows may be newer than ours. */
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
