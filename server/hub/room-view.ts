import type { FeedEvent, RawMessage } from '../../proto/feed/index.ts'
import type { History } from './history.ts'

/** An event in the ring: serialised once, whatever the number of subscribers. */
export interface Entry {
  readonly seq: number
  readonly type: FeedEvent['type']
  /** The source on this server that published it. */
  readonly source: string
  readonly line: string
}

/** A listener of a room. The calls come at the end of a tick and must not throw. */
export interface Follower {
  /** Returns the number of readers that it serves: a room without readers may close. */
  readonly readers: () => number
  /** Called when new entries are in the ring. */
  readonly advanced: () => void
  /** Called for the diagnostic side stream; absent if not wanted. */
  readonly raw?: (message: RawMessage) => void
  /**
   * Called when the room continues in another log, under a new epoch or after a hole: readers must
   * look up their position again.
   */
  readonly renewed: () => void
  /** Called when the room closes; no call follows. */
  readonly closed: () => void
}

/** The view that readers have of a room, whatever publishes to it. */
export interface RoomView {
  readonly id: string
  readonly epoch: string
  /** The newest position shown; 0 before the first event. */
  readonly head: number
  /** The oldest position in the ring; `head + 1` if there is none. */
  readonly oldest: number
  /**
   * The maximal distance by which a reader may truly be ahead of `head`: 0 where positions are
   * assigned.
   */
  readonly maxAhead: number
  /** The number of readers now, over all followers. */
  readonly readers: number
  readonly history: History
  /** Returns the entry at a position; undefined if the ring does not hold it. */
  readonly entry: (seq: number) => Entry | undefined
  /** Returns the latest `source`, `room` and `stats` of each source and `rank` of each board. */
  readonly state: () => readonly FeedEvent[]
  /** Adds a follower. @returns a function that removes it; idempotent. */
  readonly follow: (follower: Follower) => () => void
}
