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

/** The destination of a stream's bytes: a socket, an SSE response, a test's array. */
export interface Sink {
  readonly wire: StreamEncoding
  readonly send: (chunk: Uint8Array) => void
  /** Returns the number of bytes that were handed over and not sent yet. */
  readonly buffered: () => number
  /** Ends at once without waiting for unsent bytes: the reader reconnects and resumes. */
  readonly reset: () => void
  /** Ends because the room closes. */
  readonly end: () => void
}

/** The limits for a reader that lags. */
export const streamLimits = {
  /** Nothing is written while more bytes than this are unsent. */
  unsentBytes: 256 * 1024,
  /** A reader so many events behind gets no droppable ones; the default ring is four times it. */
  farBehindEvents: 1000,
  /** A reader so long behind is reset, ms. */
  behindMs: 10_000,
  /** A filtered stream without matches sends its position at this interval, ms. */
  headEveryMs: 15_000,
  /** … and after so many events that did not match. */
  headAfterEvents: 500,
} as const

const retryMs = 100

/** A chunk for all readers with the same filter and encoding. */
export interface SharedChunk {
  /** The chunk holds the matching entries after this position … */
  readonly from: number
  /** … up to this one. */
  readonly to: number
  /** Position of the last entry in the chunk; undefined, as the chunk, if nothing matches. */
  readonly last: number | undefined
  readonly chunk: Uint8Array | undefined
}

/** The dependencies of a stream. */
export interface StreamParts {
  readonly room: RoomView
  /** The same object for all readers with an equal filter: there may be thousands. */
  readonly filter: Filter
  readonly sink: Sink
  readonly clock: Clock
  /** Counts the events that this reader does not get. */
  readonly dropped: FeedMeter['dropped']
}

/**
 * One subscriber: a cursor into the room's ring, not a queue of its own. A slow reader delays no
 * other.
 */
export class Stream {
  readonly filter: Filter
  readonly sink: Sink
  readonly #room: RoomView
  readonly #clock: Clock
  readonly #dropped: FeedMeter['dropped']
  readonly #onClose: () => void
  #cursor = 0
  #knownSeq = 0 // highest position the reader knows
  #pastTo = 0 // entries up to the head at the start of the ring are sent in full
  #skippedTo = 0 // droppable entries up to here are announced as skipped
  #past = true // until the past is sent, the ring has to wait
  #open = true
  #alive = false // sends its position even if that has not changed
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

  /** Sends hello, reports lost events, and catches up. */
  start({ from, alive }: Pick<FeedQuery, 'from' | 'alive'>): void {
    this.#alive = alive ?? false
    const beginning = resumePointOf(this.#room, { from, filter: this.filter })
    if (beginning.kind === 'history') {
      // A history that is unavailable now may be available soon: the reader reconnects by itself.
      this.#sendHistory(beginning.position).catch(() => this.#open && this.end())
      return
    }
    const { cursor, resumed } = beginning
    this.#hello({ epoch: this.#room.epoch, seq: cursor }, resumed)
    this.#continueFrom(cursor)
  }

  /** Sends a message that has no position; a reader that is behind, or full, misses it. */
  show(chunk: Uint8Array): void {
    if (!this.#past && !this.#isFull()) this.sink.send(chunk)
  }

  /**
   * Sends a chunk that was encoded once for many. A reader at another position, or full, catches up
   * alone.
   */
  take({ from, to, last, chunk }: SharedChunk): void {
    const elsewhere = this.#past || this.#cursor !== from || from < this.#skippedTo
    if (elsewhere || this.#isFull()) return this.pump()
    this.#cursor = to
    if (last !== undefined && chunk) {
      this.#knownSeq = last
      this.sink.send(chunk)
    }
    this.#sendHeadAfterBurst()
  }

  /** Sends entries from the cursor on, as far as the reader takes them. */
  pump(): void {
    if (this.#past) return
    if (this.#cursor + 1 < this.#room.oldest) return this.#reset() // the ring has passed us
    while (this.#cursor < this.#room.head) {
      if (this.#isFull()) return this.#wait(() => this.#open && this.pump())
      // A reader that steadily takes the events from before its start is not late.
      if (this.#cursor < this.#pastTo) this.#behindSince = undefined
      else this.#skipDroppable()
      this.#send(chunkAfter(this.#room, this.#cursor))
    }
    this.#behindSince = undefined
    this.#sendHeadAfterBurst()
  }

  /** Stops the stream. Idempotent; the sink is not called any more. */
  close(): void {
    this.#open = false
    this.#onClose()
    this.#timer?.cancel()
    this.#headTimer?.cancel()
  }

  /** Stops the stream and ends the sink, because the room closes. */
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

  #continueFrom(cursor: number): void {
    this.#past = false
    this.#cursor = cursor
    this.#knownSeq = cursor
    this.#pastTo = this.#room.head
    if (this.#alive || this.filter.types || this.filter.source) this.#scheduleHead()
    this.pump()
  }

  /** Sends entries that the ring no longer holds from the history, if there is one. */
  async #sendHistory(position: Position): Promise<void> {
    const page = await pageAfter(this.#room, position)
    if (!this.#open) return
    if (page.length === 0) {
      const gap = gapAfter(this.#room, position)
      this.#hello({ epoch: this.#room.epoch, seq: gap.to }, false)
      this.#frame(gap)
      return this.#continueFrom(gap.to)
    }
    this.#hello(position, true)
    const send = (chunk: readonly Entry[], of: string): Promise<boolean> =>
      this.#sendPast(chunk, of)
    const report = (frame: FeedFrame): void => this.#frame(frame)
    const cursor = await catchUp({ room: this.#room, send, report }, position, page)
    if (cursor !== undefined) this.#continueFrom(cursor)
  }

  async #sendPast(chunk: readonly Entry[], epoch: string): Promise<boolean> {
    while (this.#open && this.#isFull()) {
      await new Promise<void>((resolve) => this.#wait(resolve))
    }
    this.#behindSince = undefined
    const wanted = chunk.filter((entry) => passes(this.filter, entry))
    if (this.#open && wanted.length > 0) this.sink.send(chunkOf(this.sink.wire, wanted, epoch))
    return this.#open
  }

  /** Sends a chunk of the ring without the shed entries. */
  #send(chunk: readonly Entry[]): void {
    const wanted = chunk.filter((entry) => passes(this.filter, entry) && !this.#isSkipped(entry))
    this.#cursor = chunk.at(-1)?.seq ?? this.#room.head
    const last = wanted.at(-1)
    if (!last) return
    this.#knownSeq = last.seq
    this.sink.send(chunkOf(this.sink.wire, wanted, this.#room.epoch))
  }

  /** Sends a reader far behind a skip frame for the entries up to the head that it will not get. */
  #skipDroppable(): void {
    const { head } = this.#room
    const settled = Math.max(this.#cursor, this.#skippedTo)
    if (head - settled <= streamLimits.farBehindEvents) return
    const skip = skipAfter(this.#room, settled, this.filter)
    this.#skippedTo = head
    if (!skip) return
    for (const [kind, count] of Object.entries(skip.counts)) this.#dropped(kind, count)
    this.#frame(skip)
  }

  #isSkipped(entry: Entry): boolean {
    return entry.seq <= this.#skippedTo && isDroppable(entry)
  }

  #frame(frame: FeedFrame): void {
    this.sink.send(this.sink.wire.frame(frame))
  }

  #isFull(): boolean {
    return this.sink.buffered() > streamLimits.unsentBytes
  }

  /** Checks again soon whether the reader has taken its bytes; resets it if it is too late. */
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

  /** Sends the position if the last events did not match, or were shed. */
  #sendHeadAfterBurst(): void {
    const silent = this.#cursor - this.#knownSeq
    if (silent >= streamLimits.headAfterEvents || this.#knownSeq < this.#skippedTo) this.#sendHead()
  }

  #sendHead(always = false): void {
    if (this.#cursor === this.#knownSeq && !always) return
    this.#knownSeq = this.#cursor
    this.#frame({ frame: 'head', seq: this.#cursor })
  }

  #scheduleHead(): void {
    this.#headTimer = this.#clock.after(streamLimits.headEveryMs, () => {
      this.#sendHead(this.#alive)
      this.#scheduleHead()
    })
  }

  #reset(): void {
    this.close()
    this.sink.reset()
  }
}
