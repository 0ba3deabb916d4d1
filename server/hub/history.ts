import type { Position } from '../../proto/feed/index.ts'

/**
 * The lines of a room that are not in its ring any more: the rest of its log, and earlier epochs.
 */
export interface History {
  /**
   * Returns at most `limit` lines after a position, in order and without a hole; none if the very
   * next one cannot be given, or nothing follows.
   */
  readonly after: (position: Position, limit: number) => Promise<readonly string[]>
}

/** The history of a room that has only its ring. */
export const noHistory: History = { after: () => Promise.resolve([]) }
