/** The part of a log that the writer uses. Lines are read again from it, so none waits in memory. */
export interface LineSource {
  readonly epoch: string
  /** Increases from one epoch of a room to the next. */
  readonly epochNumber: number
  /** Position of the newest line; 0 before the first. */
  readonly head: number
  /** Position of the oldest line that can be read; `head + 1` if there is none. */
  readonly oldest: number
  /** Returns at most `limit` lines from position `from` on, in order; also after a close. */
  readonly read: (from: number, limit: number) => Promise<readonly string[]>
}

/** A log that is being stored. */
export interface Followed {
  readonly room: string
  readonly log: LineSource
  /** Everything up to this position is stored, or permanently lost. */
  readonly stored: number
  /** The newest position that is known to the backlog. */
  readonly head: number
}

/** The next lines to store of one log. */
export interface Slice {
  readonly followed: Followed
  readonly from: number
  readonly count: number
}

interface Tail extends Followed {
  stored: number
  head: number
  ending: boolean
}

/**
 * The progress of storing each log. Its size does not depend on the number of waiting lines. It divides
 * the lines into batches, and serves the logs in rotation, so that a busy room does not delay others.
 */
export class Backlog {
  readonly #tails = new Set<Tail>() // in the order of the rotation
  #size = 0
  #lost = 0

  /** The number of waiting lines. */
  get size(): number {
    return this.#size
  }

  /** The number of lines that their log dropped before they were stored. */
  get lost(): number {
    return this.#lost
  }

  /** Adds a log of which everything up to `stored` is in the database. */
  add(room: string, log: LineSource, stored: number): Followed {
    const tail: Tail = { room, log, stored, head: stored, ending: false }
    this.#tails.add(tail)
    return tail
  }

  /** Reads the new head of a log. */
  grow(followed: Followed): void {
    const tail = this.#find(followed)
    if (!tail || tail.log.head <= tail.head) return
    this.#size += tail.log.head - tail.head
    tail.head = tail.log.head
  }

  /** Marks a log as complete: it is removed when all of it is stored. */
  end(followed: Followed): void {
    const tail = this.#find(followed)
    if (!tail) return
    tail.ending = true
    this.#retire(tail)
  }

  /** Returns the number of lines that wait in some logs. */
  waitingIn(some: ReadonlySet<Followed>): number {
    let lines = 0
    for (const followed of some) {
      const tail = this.#find(followed)
      if (tail) lines += tail.head - tail.stored
    }
    return lines
  }

  /** Returns the next lines to store, at most `limit`, in order by log, of all logs but `except`. */
  next(limit: number, except: ReadonlySet<Followed>): readonly Slice[] {
    const slices: Slice[] = []
    let left = limit
    for (const tail of this.#tails) {
      if (except.has(tail)) continue
      this.#skipLost(tail)
      const count = Math.min(left, tail.head - tail.stored)
      if (count > 0) slices.push({ followed: tail, from: tail.stored + 1, count })
      left -= count
      if (left === 0) break
    }
    return slices
  }

  /** Records that everything up to `seq` is stored, and moves the log to the end of the rotation. */
  settle(followed: Followed, seq: number): void {
    const tail = this.#find(followed)
    if (!tail) return
    this.#advance(tail, seq)
    this.#tails.delete(tail)
    this.#tails.add(tail)
    this.#retire(tail)
  }

  /** Counts and skips lines that a bounded log dropped while the database was unavailable. */
  #skipLost(tail: Tail): void {
    const before = Math.min(tail.log.oldest - 1, tail.head)
    if (before <= tail.stored) return
    this.#lost += before - tail.stored
    this.#advance(tail, before)
    this.#retire(tail)
  }

  #advance(tail: Tail, seq: number): void {
    this.#size -= seq - tail.stored
    tail.stored = seq
  }

  #retire(tail: Tail): void {
    if (tail.ending && tail.stored >= tail.head) this.#tails.delete(tail)
  }

  #find(followed: Followed): Tail | undefined {
    const tail = followed as Tail // only add() creates them
    return this.#tails.has(tail) ? tail : undefined
  }
}
