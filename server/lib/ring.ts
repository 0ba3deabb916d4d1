/** The newest entries of an endless sequence 1, 2, 3 …, addressed by their position. */
export interface Ring<T> {
  /** Position of the newest entry; 0, or the start head, before the first. */
  readonly head: number
  /** Position of the oldest entry in the ring; `head + 1` if there is none. */
  readonly oldest: number
  /** Adds the entry at `head + 1`; removes the oldest if the ring is full. */
  readonly push: (entry: T) => void
  /** Removes the oldest entry, and returns it; undefined if there is none. */
  readonly dropOldest: () => T | undefined
  /** Returns the entry at a position; undefined if it was removed or is not there yet. */
  readonly at: (position: number) => T | undefined
}

/** Creates a ring of at most `capacity` entries whose next position is `head + 1`. */
export function createRing<T>(capacity: number, startHead = 0): Ring<T> {
  const slots: (T | undefined)[] = []
  let head = startHead
  let oldest = startHead + 1
  const dropOldest = (): T | undefined => {
    if (oldest > head) return undefined
    const entry = slots[oldest % capacity]
    slots[oldest % capacity] = undefined // else it would stay in memory
    oldest += 1
    return entry
  }
  return {
    get head() {
      return head
    },
    get oldest() {
      return oldest
    },
    push: (entry) => {
      head += 1
      slots[head % capacity] = entry
      if (head - oldest >= capacity) oldest = head - capacity + 1
    },
    dropOldest,
    at: (position) =>
      position >= oldest && position <= head ? slots[position % capacity] : undefined,
  }
}
