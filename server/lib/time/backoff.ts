/** The bounds of delays, milliseconds. */
export interface BackoffBounds {
  /** The shortest delay; 0 if absent. */
  readonly leastMs?: number
  /** The longest first delay; doubles with each attempt. */
  readonly firstMs: number
  /** The longest delay. */
  readonly lastMs: number
}

/**
 * Returns the delay before try `attempt` (0 is the first): evenly anywhere between the least and a
 * bound that doubles, so that many clients of one server do not reconnect in step. `jitter` is a draw
 * from 0 to 1.
 *
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/ "full jitter"
 */
export function backoffMs(attempt: number, jitter: number, bounds: BackoffBounds): number {
  const { leastMs = 0, firstMs, lastMs } = bounds
  return leastMs + jitter * (Math.min(lastMs, firstMs * 2 ** attempt) - leastMs)
}
