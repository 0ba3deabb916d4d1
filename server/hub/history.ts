import type { Position } from '../../proto/feed/index.ts'

/** What a room's ring has forgotten: the rest of its log, and earlier epochs. */
export interface History {
  /**
   * At most `limit` lines after a position, in order and without a hole; none if the very next one
   * cannot be given, or nothing follows.
   */
  readonly after: (position: Position, limit: number) => Promise<readonly string[]>
}

/** A room whose ring is all there is. */
export const noHistory: History = { after: () => Promise.resolve([]) }
