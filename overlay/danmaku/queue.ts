import type { Line } from './line.ts'

/** A line that waits for a lane. */
export interface Waiting {
  readonly line: Line
  readonly widthPx: number
  readonly since: number
  /** A higher one goes first. */
  readonly priority: number
}

/** Adds to the waiting lines, the dearest first and among equals the oldest. */
export function enqueued(queue: readonly Waiting[], added: Waiting): readonly Waiting[] {
  const index = queue.findIndex(({ priority }) => priority < added.priority)
  const at = index === -1 ? queue.length : index
  return [...queue.slice(0, at), added, ...queue.slice(at)]
}

/** Takes out the one that is missed least: the oldest of the cheapest. */
export function withoutLeast(queue: readonly Waiting[]): readonly Waiting[] {
  const lowest = queue.at(-1)?.priority
  const least = queue.findIndex(({ priority }) => priority === lowest)
  return queue.filter((_, index) => index !== least)
}
