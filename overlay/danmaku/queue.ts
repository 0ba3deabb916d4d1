import type { Comment } from './line.ts'

/** A line that waits for a lane. */
export interface Waiting {
  readonly line: Comment
  readonly widthPx: number
  readonly since: number
  /** A higher one goes first; 0 is what nobody paid for. */
  readonly priority: number
}

/** Plain lines that may wait at once. */
export const queueCapacity = 64

/** Lines that may wait at once when somebody paid for all of them. */
export const paidCapacity = 1_024

/**
 * Adds to a queue, the dearest first and among equals the oldest. If that is too many, takes out
 * and returns the one that is missed least: the oldest of the cheapest.
 */
export function enqueue(queue: Waiting[], added: Waiting): Waiting | undefined {
  const index = queue.findIndex(({ priority }) => priority < added.priority)
  queue.splice(index === -1 ? queue.length : index, 0, added)
  const lowest = queue.at(-1)?.priority
  const least = queue.findIndex(({ priority }) => priority === lowest)
  const capacity = lowest === 0 ? least + queueCapacity : paidCapacity // those before it are paid for
  return queue.length > capacity ? queue.splice(least, 1)[0] : undefined
}
