import { type FeedEvent, isTestName } from '../../proto/feed/index.ts'

/** The latest state of a room, so that a page is complete at once. */
export interface Snapshot {
  readonly accept: (event: FeedEvent) => void
  /** Returns the latest `source`, `room` and `stats` of each source and `rank` of each board. */
  readonly list: () => readonly FeedEvent[]
}

// A room has a handful of sources and boards; a platform that invents boards must not fill memory.
const maxEntries = 256

/**
 * Creates a snapshot that follows the events of a room; a later `stats` keeps the figures that it
 * does not repeat. Test events do not change it.
 */
export function createSnapshot(): Snapshot {
  const latest = new Map<string, FeedEvent>()
  return {
    accept: (event) => {
      const key = keyOf(event)
      if (key === undefined || (!latest.has(key) && latest.size >= maxEntries)) return
      const before = latest.get(key)
      latest.set(key, event.type === 'stats' && before ? { ...before, ...event } : event)
    },
    list: () => [...latest.values()],
  }
}

/** Returns true if only the latest event of a type counts: readers receive it at their start. */
export function isState(type: FeedEvent['type']): boolean {
  return type === 'rank' || perSource.has(type)
}

const perSource: ReadonlySet<FeedEvent['type']> = new Set(['source', 'room', 'stats'])

function keyOf(event: FeedEvent): string | undefined {
  if (isTestName(event.source)) return undefined
  if (event.type === 'rank') return `rank ${event.source} ${event.board}`
  return perSource.has(event.type) ? `${event.type} ${event.source}` : undefined
}
