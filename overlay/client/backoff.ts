/**
 * The bounds of a delay, milliseconds: it doubles from the first to the second. A restarting server
 * is back within a minute, and its readers seconds later; only after this number of attempts it
 * counts as gone, and the attempts become rarer.
 */
export const backoffBounds = { firstMs: 500, restartMs: 3_000, lastMs: 15_000, tries: 20 } as const

/**
 * Returns the delay before an attempt (0 is the first after a loss): random between 0 and the
 * bound, so that a thousand pages that lost one server do not reconnect at the same time.
 *
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/ "full jitter"
 */
export function backoffMs(attempt: number, random: () => number): number {
  const { firstMs, restartMs, lastMs, tries } = backoffBounds
  return random() * Math.min(attempt < tries ? restartMs : lastMs, firstMs * 2 ** attempt)
}

/**
 * Returns the delay before the next request for a room that the server does not know, in
 * milliseconds: 15 to 30 s. The room may be created at any time, and there is no hurry.
 */
export function missingRoomDelayMs(random: () => number): number {
  return (1 + random()) * backoffBounds.lastMs
}
