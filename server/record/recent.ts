import type { FeedEvent } from '../../proto/feed/index.ts'
import type { Log } from '../log/log.ts'

// Enough for every id a platform could repeat after a reconnect, read in a tenth of a second.
const recentLines = 20_000
const pageLines = 2000

/** The newest events of a log, oldest first: what a room must remember to go on as if never closed. */
export async function recentEvents(log: Log): Promise<readonly FeedEvent[]> {
  const events: FeedEvent[] = []
  let from = Math.max(log.oldest, log.head - recentLines + 1)
  while (from <= log.head) {
    const lines = await log.read(from, pageLines)
    if (lines.length === 0) break
    for (const line of lines) events.push(JSON.parse(line) as FeedEvent) // the hub wrote it
    from += lines.length
  }
  return events
}
