import type { FeedFrame, Position, RawMessage } from '../../proto/feed/index.ts'
import type { Entry, Room } from '../hub/room.ts'
import type { Clock, Timer } from '../lib/clock.ts'
import type { FeedQuery, Filter } from './query.ts'
import { catchUp, pageAfter } from './catch-up.ts'
import { gapAfter, passes, startOf } from './start.ts'
import type { Wire } from './wire.ts'

/** Where a stream's bytes go: a socket, an SSE response, a test's array. */
export interface Sink {
  readonly wire: Wire
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
  /** A reader so long behind is reset, ms. */
  behindMs: 10_000,
  /** A filtered stream that matched nothing tells its position as often as this, ms. */
  headEveryMs: 15_000,
  /** … and after so many events that did not match. */
  headAfterEvents: 500,
} as const

const retryMs = 100

/** A chunk for everybody who wants the same. */
export interface Share {
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
  readonly room: Room
  readonly query: FeedQuery
  readonly sink: Sink
  readonly clock: Clock
}

/**
 * One subscriber: a cursor into the room's ring, not a queue of its own. Whoever reads slowly falls
 * behind alone.
 */
export class Stream {
  readonly filter: Filter
  readonly sink: Sink
  readonly #room: Room
  readonly #clock: Clock
  readonly #onClose: () => void
  readonly #query: FeedQuery
  #cursor = 0
  #told = 0 // highest position the reader knows
  #past = true // until the past is given, the ring has to wait
  #open = true
  #behindSince: number | undefined
  #timer: Timer | undefined
  #headTimer: Timer | undefined

  constructor({ room, query, sink, clock }: StreamParts, onClose: () => void) {
    this.filter = query.filter
    this.sink = sink
    this.#room = room
    this.#clock = clock
    this.#onClose = onClose
    this.#query = query
  }

  /** Says hello, admits what is missing, and catches up. */
  start(): void {
    const beginning = startOf(this.#room, this.#query)
    if (beginning.kind === 'history') {
      // A history that cannot be asked now may be there soon: the reader comes back by itself.
      this.#recall(beginning.position).catch(() => this.#open && this.end())
      return
    }
    const { cursor, resumed } = beginning
    this.#hello({ epoch: this.#room.epoch, seq: cursor }, resumed)
    this.#goOn(cursor)
  }

  /** Sends a control frame or raw message. */
  frame(frame: FeedFrame | RawMessage): void {
    this.sink.send(this.sink.wire.frame(frame))
  }

  /** Takes what was made once for many. Whoever is elsewhere, or full, catches up alone. */
  take({ from, to, last, chunk }: Share): void {
    if (this.#past || this.#cursor !== from || this.#isFull()) return this.pump()
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
      this.#cursor += 1
      const entry = this.#room.entry(this.#cursor)
      if (entry && passes(this.filter, entry)) {
        this.#told = entry.seq
        this.sink.send(this.sink.wire.entries([entry], this.#room.epoch))
      }
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
    const { id, head } = this.#room
    const state = this.#room.state()
    this.frame({ frame: 'hello', v: 1, room: id, epoch, seq, head, resumed, state })
  }

  #goOn(cursor: number): void {
    this.#past = false
    this.#cursor = cursor
    this.#told = cursor
    if (this.filter.types || this.filter.source) this.#keepTelling()
    this.pump()
  }

  /** Gives what the ring has forgotten from the history, as far as there is one. */
  async #recall(position: Position): Promise<void> {
    const page = await pageAfter(this.#room, position)
    if (!this.#open) return
    if (page.length === 0) {
      const gap = gapAfter(this.#room, position)
      this.#hello({ epoch: this.#room.epoch, seq: gap.to }, false)
      this.frame(gap)
      return this.#goOn(gap.to)
    }
    this.#hello(position, true)
    const give = (entry: Entry, epoch: string): Promise<boolean> => this.#giveOld(entry, epoch)
    const admit = (frame: FeedFrame): void => this.frame(frame)
    const cursor = await catchUp({ room: this.#room, give, admit }, position, page)
    if (cursor !== undefined) this.#goOn(cursor)
  }

  async #giveOld(entry: Entry, epoch: string): Promise<boolean> {
    while (this.#open && this.#isFull()) {
      await new Promise<void>((resolve) => this.#wait(resolve))
    }
    if (this.#open && passes(this.filter, entry)) {
      this.sink.send(this.sink.wire.entries([entry], epoch))
    }
    return this.#open
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
    this.#timer?.cancel()
    this.#timer = this.#clock.after(retryMs, again)
  }

  #tellAfterBurst(): void {
    if (this.#cursor - this.#told >= streamLimits.headAfterEvents) this.#tell()
  }

  #tell(): void {
    if (this.#cursor === this.#told) return
    this.#told = this.#cursor
    this.frame({ frame: 'head', seq: this.#cursor })
  }

  #keepTelling(): void {
    this.#headTimer = this.#clock.after(streamLimits.headEveryMs, () => {
      this.#tell()
      this.#keepTelling()
    })
  }

  #reset(): void {
    this.close()
    this.sink.reset()
  }
}
