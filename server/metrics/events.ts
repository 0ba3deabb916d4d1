import { type FeedEvent, isTestName } from '../../proto/feed/index.ts'
import type { Metrics } from './registry.ts'

// Rooms on demand come and go; no operator has so many sources at once.
const maxSources = 10_000

/**
 * Creates the counter of the events that rooms show and of the time in which each source is not
 * connected.
 */
export function createCount(
  metrics: Pick<Metrics, 'events' | 'lag' | 'gap'>,
): (event: FeedEvent) => void {
  // The time since which a source is not connected; undefined while it is connected.
  const disconnectedSince = new Map<string, number | undefined>()
  const onSource = (via: string, event: Extract<FeedEvent, { readonly type: 'source' }>): void => {
    const { state, receivedAt } = event
    const since = disconnectedSince.get(via)
    if (state === 'open') {
      if (since !== undefined) metrics.gap(platformOf(via), Math.max(0, receivedAt - since) / 1000)
      disconnectedSince.delete(via) // to stand last, as the newest
      disconnectedSince.set(via, undefined)
    } else if (state === 'ended') disconnectedSince.delete(via)
    else if (disconnectedSince.has(via)) disconnectedSince.set(via, since ?? receivedAt)
    const [oldest] = disconnectedSince.keys()
    if (disconnectedSince.size > maxSources && oldest !== undefined)
      disconnectedSince.delete(oldest)
  }
  return (event) => {
    const { type, source, via = source, at, receivedAt, test } = event
    metrics.events(platformOf(via), type)
    if (test || isTestName(via)) return
    if (type === 'source' && source === via) return onSource(via, event)
    // Where a platform gives no time, an event has that of its arrival.
    if (at !== receivedAt) metrics.lag(Math.max(0, receivedAt - at) / 1000)
  }
}

/** Returns the platform of a source. */
export function platformOf(source: string): string {
  return source.slice(0, source.indexOf(':'))
}
