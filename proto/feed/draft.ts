import type { FeedEvent } from '../gen/feed.ts'

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never

/**
 * An event before the room has accepted it: no position, room or source yet. `id` is absent where
 * the platform gives none (such a draft is never deduplicated), `at` where it gives no time.
 */
export type Draft = Without<
  FeedEvent,
  'v' | 'seq' | 'id' | 'room' | 'source' | 'via' | 'at' | 'receivedAt'
> & {
  /** The origin, if it is not the source that sends it: another relay passes events on. */
  readonly source?: string
  readonly id?: string
  readonly at?: number
}

/** An upstream message that maps to no event. */
export interface Raw {
  readonly method: string
  readonly data: unknown
}
