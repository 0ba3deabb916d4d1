import type { FeedFrame, Position } from '../../proto/feed/index.ts'
import type { Entry, RoomView } from '../hub/room-view.ts'
import type { Clock, Timer } from '../lib/time/clock.ts'
import type { FeedQuery, Filter } from './query.ts'
import { catchUp, pageAfter } from './catch-up.ts'
import { chunkAfter } from './chunk.ts'
import type { FeedMeter } from './meter.ts'
import { isDroppable, skipAfter } from './shedding.ts'
import { gapAfter, passes, resumePointOf } from './resume-point.ts'
import { chunkOf, type StreamEncoding } from './stream-encoding.ts'

/** Where a stream's bytes go: a socket, an SSE response, a test's array. */
export interface Sink {
  readonly wire: StreamEncoding
  readonly send: (chunk: Uint8Array) => void
  /** Bytes handed over that have not left yet. */
  readonly buffered: () => number
  /** Ends at once without waiting for what is unsent: the reader comes back and resumes. */
  readonly reset: () => void
  /** Ends because the room does. */
  readonly end: () => void
}

/** How a stream treats a reader that lags. */
export const streamLimits = {
  /** Nothing is written while so much is unsent, bytes. */
  unsentBytes: 256 * 1024,
  /** A reader so many events behind is spared what is droppable; the default ring is four times it. */
  farBehindEvents: 1000,
  /** A reader so long behind is reset, ms. */
  behindMs: 10_000,
  /** A filtered stream that matched nothing tells its position as often as this, ms. */
  headEveryMs: 15_000,
  /** … and after so many events that did not match. */
  headAfterEvents: 500,
} as const

const retryMs = 100

/** A chunk for everybody who wants the same. */
export interface SharedChunk {
  /** It holds what matches after this position … */
  readonly from: number
  /** … up to this one. */
  readonly to: number
  /** Position of the last entry in the chunk; undefined, as the chunk, if nothing matches. */
  readonly last: number | undefined
  readonly chunk: Uint8Array | undefined
}

/** What a stream is made of. */
export interface StreamParts {
  readonly room: RoomView
  /** The same object for all who want the same: there may be thousands. */
  readonly filter: Filter
  readonly sink: Sink
  readonly clock: Clock
  /** Is told what this reader is spared. */
  readonly dropped: FeedMeter['dropped']
}

/**
 * One subscriber: a cursor into the room's ring, not a queue of its own. Whoever reads slowly falls
 * behind alone.
 */
export class Stream {
  readonly filter: Filter
  readonly sink: Sink
  readonly #room: RoomView
  readonly #clock: Clock
  readonly #dropped: FeedMeter['dropped']
  readonly #onClose: () => void
  #cursor = 0
  #told = 0 // highest position the reader knows
  #owedTo = 0 // what was there when the ring took over is given whole
  #sparedTo = 0 // up to here the reader was told to do without what is droppable
  #past = true // until the past is given, the ring has to wait
  #open = true
  #alive = false // tells its position even if that has not moved
  #behindSince: number | undefined
  #timer: Timer | undefined
  #headTimer: Timer | undefined

  constructor({ room, filter, sink, clock, dropped }: StreamParts, onClose: () => void) {
    this.filter = filter
    this.sink = sink
    this.#room = room
    this.#clock = clock
    this.#dropped = dropped
    this.#onClose = onClose
  }

  /** Says hello, admits what is missing, and catches up. */
  start({ from, alive }: Pick<FeedQuery, 'from' | 'alive'>): void {
    this.#alive = alive ?? false
    const beginning = resumePointOf(this.#room, { from, filter: this.filter })
    if (beginning.kind === 'history') {
      // A history that cannot be asked now may be there soon: the reader comes back by itself.
      this.#recall(beginning.position).catch(() => this.#open && this.end())
      return
    }
    const { cursor, resumed } = beginning
    this.#hello({ epoch: this.#room.epoch, seq: cursor }, resumed)
    this.#goOn(cursor)
  }

  /** Shows what is live only and has no position: a reader who is elsewhere, or full, misses it. */
  show(chunk: Uint8Array): void {
    if (!this.#past && !this.#isFull()) this.sink.send(chunk)
  }

  /** Takes what was made once for many. Whoever is elsewhere, or full, catches up alone. */
  take({ from, to, last, chunk }: SharedChunk): void {
    const elsewhere = this.#past || this.#cursor !== from || from < this.#sparedTo
    if (elsewhere || this.#isFull()) return this.pump()
    this.#cursor = to
    if (last !== undefined && chunk) {
      this.#told = last
      this.sink.send(chunk)
    }
    this.#tellAfterBurst()
  }

  /** Reads on from the cursor, as far as the reader takes it. */
  pump(): void {
    if (this.#past) return
    if (this.#cursor + 1 < this.#room.oldest) return this.#reset() // the ring has passed us
    while (this.#cursor < this.#room.head) {
      if (this.#isFull()) return this.#wait(() => this.#open && this.pump())
      // Whoever takes steadily what happened before it came is not late.
      if (this.#cursor < this.#owedTo) this.#behindSince = undefined
      else this.#spare()
      this.#give(chunkAfter(this.#room, this.#cursor))
    }
    this.#behindSince = undefined
    this.#tellAfterBurst()
  }

  /** Stops. Idempotent; the sink is not called any more. */
  close(): void {
    this.#open = false
    this.#onClose()
    this.#timer?.cancel()
    this.#headTimer?.cancel()
  }

  /** Ends the sink too, because the room closes. */
  end(): void {
    this.close()
    this.sink.end()
  }

  #hello({ epoch, seq }: Position, resumed: boolean): void {
    const { id } = this.#room
    const head = Math.max(this.#room.head, epoch === this.#room.epoch ? seq : 0)
    const state = this.#room.state()
    this.#frame({ frame: 'hello', v: 1, room: id, epoch, seq, head, resumed, state })
  }

  #goOn(cursor: number): void {
    this.#past = false
    this.#cursor = cursor
    this.#told = cursor
    this.#owedTo = this.#room.head
    if (this.#alive || this.filter.types || this.filter.source) this.#keepTelling()
    this.pump()
  }

  /** Gives what the ring has forgotten from the history, as far as there is one. */
  async #recall(position: Position): Promise<void> {
    const page = await pageAfter(this.#room, position)
    if (!this.#open) return
    if (page.length === 0) {
      const gap = gapAfter(this.#room, position)
      this.#hello({ epoch: this.#room.epoch, seq: gap.to }, false)
      this.#frame(gap)
      return this.#goOn(gap.to)
    }
    this.#hello(position, true)
    const give = (chunk: readonly Entry[], of: string): Promise<boolean> => this.#giveOld(chunk, of)
    const admit = (frame: FeedFrame): void => this.#frame(frame)
    const cursor = await catchUp({ room: this.#room, give, admit }, position, page)
    if (cursor !== undefined) this.#goOn(cursor)
  }

  async #giveOld(chunk: readonly Entry[], epoch: string): Promise<boolean> {
    while (this.#open && this.#isFull()) {
      await new Promise<void>((resolve) => this.#wait(resolve))
    }
    this.#behindSince = undefined
    const wanted = chunk.filter((entry) => passes(this.filter, entry))
    if (this.#open && wanted.length > 0) this.sink.send(chunkOf(this.sink.wire, wanted, epoch))
    return this.#open
  }

  /** Gives a chunk of the ring, but for what the reader is spared. */
  #give(chunk: readonly Entry[]): void {
    const wanted = chunk.filter((entry) => passes(this.filter, entry) && !this.#isSpared(entry))
    this.#cursor = chunk.at(-1)?.seq ?? this.#room.head
    const last = wanted.at(-1)
    if (!last) return
    this.#told = last.seq
    this.sink.send(chunkOf(this.sink.wire, wanted, this.#room.epoch))
  }

  /** Tells a reader far behind, ahead of what it still gets, what it will not get up to the head. */
  #spare(): void {
    const { head } = this.#room
    const settled = Math.max(this.#cursor, this.#sparedTo)
    if (head - settled <= streamLimits.farBehindEvents) return
    const skip = skipAfter(this.#room, settled, this.filter)
    this.#sparedTo = head
    if (!skip) return
    for (const [kind, count] of Object.entries(skip.counts)) this.#dropped(kind, count)
    this.#frame(skip)
  }

  #isSpared(entry: Entry): boolean {
    return entry.seq <= this.#sparedTo && isDroppable(entry)
  }

  #frame(frame: FeedFrame): void {
    this.sink.send(this.sink.wire.frame(frame))
  }

  #isFull(): boolean {
    return this.sink.buffered() > streamLimits.unsentBytes
  }

  /** Looks again soon whether the reader has taken what it has, or gives it up. */
  #wait(again: () => void): void {
    const now = this.#clock.now()
    this.#behindSince ??= now
    if (now - this.#behindSince >= streamLimits.behindMs) {
      this.#reset()
      return again()
    }
    this.#timer ??= this.#clock.after(retryMs, () => {
      this.#timer = undefined
      again()
    })
  }

  /** Where the last events did not match, or were spared, the reader is told how far it is. */
  #tellAfterBurst(): void {
    const silent = this.#cursor - this.#told
    if (silent >= streamLimits.headAfterEvents || this.#told < this.#sparedTo) this.#tell()
  }

  #tell(anyhow = false): void {
    if (this.#cursor === this.#told && !anyhow) return
    this.#told = this.#cursor
    this.#frame({ frame: 'head', seq: this.#cursor })
  }

  #keepTelling(): void {
    this.#headTimer = this.#clock.after(streamLimits.headEveryMs, () => {
      this.#tell(this.#alive)
      this.#keepTelling()
    })
  }

  #reset(): void {
    this.close()
    this.sink.reset()
  }
}
