import type { FeedEvent, SourceEvent } from '../../proto/feed/index.ts'

/** How well a source is heard, as its room knows it. */
export interface SourceHealth {
  /** What it said of itself last. */
  readonly latest: SourceEvent
  /** Since when it has been in that state, epoch milliseconds. */
  readonly since: number
  /** When it last said anything else, be it left out of the feed; epoch milliseconds. */
  readonly lastEventAt: number | undefined
}

/** Follows the sources of one room. */
export interface SourceHealthMap {
  /** Takes up an event that was shown. */
  readonly accept: (event: FeedEvent) => void
  /** Notes that a source said something, shown or not. */
  readonly beat: (source: string, at: number) => void
  /** Undefined until the source has said how it is. */
  readonly of: (source: string) => SourceHealth | undefined
}

// A room has a handful of sources; more than this come only by a fault, and are not followed.
const maxSources = 256

/** Nothing was heard yet. */
export function createSourceHealth(): SourceHealthMap {
  const states = new Map<string, Omit<SourceHealth, 'lastEventAt'>>()
  const beats = new Map<string, number>()
  const beat = (source: string, at: number): void => bounded(beats, source, at)
  return {
    accept: (event) => {
      const { source, via, receivedAt } = event
      // How another relay hears its own sources is news of it, not its state.
      if (event.type !== 'source' || via !== undefined) return beat(via ?? source, receivedAt)
      const before = states.get(source)
      const since = before?.latest.state === event.state ? before.since : receivedAt
      bounded(states, source, { latest: event, since })
    },
    beat,
    of: (source) => {
      const state = states.get(source)
      return state && { ...state, lastEventAt: beats.get(source) }
    },
  }
}

function bounded<T>(map: Map<string, T>, key: string, value: T): void {
  if (map.has(key) || map.size < maxSources) map.set(key, value)
}
