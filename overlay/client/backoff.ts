/** The schedule of reconnects: doubles from the first bound to the last, milliseconds. */
export const backoffBounds = { firstMs: 500, lastMs: 15_000 } as const

/**
 * How long to wait before try `attempt` (0 is the first after a loss): anywhere between nothing and
 * the bound, so that a thousand pages that lost one server do not come back in step.
 *
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/ "full jitter"
 */
export function backoffMs(attempt: number, random: () => number): number {
  const { firstMs, lastMs } = backoffBounds
  return random() * Math.min(lastMs, firstMs * 2 ** attempt)
}
