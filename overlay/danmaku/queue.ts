import type { Comment } from './line.ts'

/** A line that waits for a lane. */
export interface WaitingLine {
  readonly line: Comment
  readonly widthPx: number
  readonly since: number
  /** A higher number goes first; 0 is a line that is not paid. */
  readonly priority: number
}

/** The bound of waiting plain lines. */
export const queueCapacity = 64

/** The bound of waiting paid lines. */
export const paidCapacity = 1_024

/**
 * Adds to a queue, ordered by price and then age. If the bound is passed, removes and returns the
 * oldest of the cheapest.
 */
export function enqueue(queue: WaitingLine[], added: WaitingLine): WaitingLine | undefined {
  const index = queue.findIndex(({ priority }) => priority < added.priority)
  queue.splice(index === -1 ? queue.length : index, 0, added)
  const lowest = queue.at(-1)?.priority
  const least = queue.findIndex(({ priority }) => priority === lowest)
  const capacity = lowest === 0 ? least + queueCapacity : paidCapacity // those before it are paid
  return queue.length > capacity ? queue.splice(least, 1)[0] : undefined
}
