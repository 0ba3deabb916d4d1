/** What the writer needs of a log: lines are read again from it, so that none waits in memory. */
export interface LineSource {
  readonly epoch: string
  /** Increases from one epoch of a room to the next. */
  readonly epochNumber: number
  /** Position of the newest line; 0 before the first. */
  readonly head: number
  /** Position of the oldest line that can be read; `head + 1` if there is none. */
  readonly oldest: number
  /** At most `limit` lines from position `from` on, in order. Still answers after a close. */
  readonly read: (from: number, limit: number) => Promise<readonly string[]>
}

/** A log on its way into the database. */
export interface Followed {
  readonly room: string
  readonly log: LineSource
  /** Everything up to this position is stored, or lost for good. */
  readonly stored: number
  /** Position that is known to wait. */
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
 * How far each log is stored: three numbers a log, however much waits. What waits is cut into
 * batches; logs take turns, so that a busy room does not hold up the others.
 */
export class Backlog {
  readonly #tails = new Set<Tail>() // in the order of their turns
  #size = 0
  #lost = 0

  /** Lines that wait. */
  get size(): number {
    return this.#size
  }

  /** Lines that their log had to drop before they were stored. */
  get lost(): number {
    return this.#lost
  }

  /** Takes up a log of which everything up to `stored` is in the database. */
  add(room: string, log: LineSource, stored: number): Followed {
    const tail: Tail = { room, log, stored, head: stored, ending: false }
    this.#tails.add(tail)
    return tail
  }

  /** Sees how far the log has grown. */
  grow(followed: Followed): void {
    const tail = this.#find(followed)
    if (!tail || tail.log.head <= tail.head) return
    this.#size += tail.log.head - tail.head
    tail.head = tail.log.head
  }

  /** No more will come: the log is let go when all of it is stored. */
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

  /** Everything up to `seq` is stored. A log that has more waits for its next turn. */
  settle(followed: Followed, seq: number): void {
    const tail = this.#find(followed)
    if (!tail) return
    this.#advance(tail, seq)
    this.#tails.delete(tail)
    this.#tails.add(tail)
    this.#retire(tail)
  }

  /** A log with a bound may have dropped lines while the database was away. */
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
    const tail = followed as Tail // only add() makes them
    return this.#tails.has(tail) ? tail : undefined
  }
}
