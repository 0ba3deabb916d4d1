import type { FeedEvent, SourceEvent } from '../../proto/feed/index.ts'

/** The health of a source, as its room knows it. */
export interface SourceHealth {
  /** The latest `source` event. */
  readonly latest: SourceEvent
  /** The time since which it is in that state, epoch milliseconds. */
  readonly since: number
  /** The time of its last other event, shown or left out; epoch milliseconds. */
  readonly lastEventAt: number | undefined
}

/** The health of the sources of one room. */
export interface SourceHealthMap {
  /** Updates the health from an event that was shown. */
  readonly accept: (event: FeedEvent) => void
  /** Records the time of an event of a source, shown or not. */
  readonly beat: (source: string, at: number) => void
  /** Returns the health of a source; undefined before its first `source` event. */
  readonly of: (source: string) => SourceHealth | undefined
}

// A room has a handful of sources; more than this come only by a fault, and are not followed.
const maxSources = 256

/** Creates the health of a room without sources. */
export function createSourceHealth(): SourceHealthMap {
  const states = new Map<string, Omit<SourceHealth, 'lastEventAt'>>()
  const beats = new Map<string, number>()
  const beat = (source: string, at: number): void => bounded(beats, source, at)
  return {
    accept: (event) => {
      const { source, via, receivedAt } = event
      // A `source` event of another relay is news of that relay, not its state.
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
