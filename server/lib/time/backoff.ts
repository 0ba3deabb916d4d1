/** A schedule of waits, milliseconds. */
export interface BackoffBounds {
  /** No wait is shorter; 0 if absent. */
  readonly leastMs?: number
  /** The longest first wait; doubles with each attempt. */
  readonly firstMs: number
  /** No wait is longer. */
  readonly lastMs: number
}

/**
 * How long to wait before try `attempt` (0 is the first): evenly anywhere between the least and a
 * bound that doubles, so that many who lost one server do not come back in step. `luck` is a draw
 * from 0 to 1.
 *
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/ "full jitter"
 */
export function backoffMs(attempt: number, luck: number, bounds: BackoffBounds): number {
  const { leastMs = 0, firstMs, lastMs } = bounds
  return leastMs + luck * (Math.min(lastMs, firstMs * 2 ** attempt) - leastMs)
}
