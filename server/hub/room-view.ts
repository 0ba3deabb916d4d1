import type { FeedEvent, RawMessage } from '../../proto/feed/index.ts'
import type { History } from './history.ts'

/** An event as the ring holds it: serialised once, whatever the number of subscribers. */
export interface Entry {
  readonly seq: number
  readonly type: FeedEvent['type']
  /** The source of this server it came through. */
  readonly source: string
  readonly line: string
}

/** Who follows a room. The calls come at the end of a turn and must not throw. */
export interface Follower {
  /** How many read through it: a room without readers may close. */
  readonly readers: () => number
  /** New entries are in the ring. */
  readonly advanced: () => void
  /** The diagnostic side stream; absent if not wanted. */
  readonly raw?: (message: RawMessage) => void
  /** The room goes on elsewhere, under a new epoch or after a hole: readers come back for it. */
  readonly renewed: () => void
  /** The room closes; no call follows. */
  readonly closed: () => void
}

/** A room as its readers see it, whoever decides what is in it. */
export interface RoomView {
  readonly id: string
  readonly epoch: string
  /** Newest position shown; 0 before the first event. */
  readonly head: number
  /** Oldest position still in the ring; `head + 1` if there is none. */
  readonly oldest: number
  /** How far before `head` a reader may truly be: 0 where positions are given. */
  readonly lead: number
  /** Who reads it now, all followers together. */
  readonly readers: number
  readonly history: History
  /** The entry at a position, if the ring still holds it. */
  readonly entry: (seq: number) => Entry | undefined
  /** Latest `source`, `room` and `stats` of each source and `rank` of each board. */
  readonly state: () => readonly FeedEvent[]
  /** @returns how to stop following; idempotent. */
  readonly follow: (follower: Follower) => () => void
}
