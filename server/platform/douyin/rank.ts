import type { RankRow } from '../../../proto/feed/index.ts'
import type { Envelope } from './envelope.ts'
import { omitUndefined } from '../json/omit-undefined.ts'
import type { User } from './message.ts'
import { userOf } from './user.ts'

/** One place on a board in a message. */
export interface RankedUser {
  readonly user: User.$Properties | null | undefined
  readonly hidden: boolean
  readonly rank?: number | undefined
  readonly score: number | undefined
}

/** The maximum number of rows in the feed. */
export const maxRows = 100

/**
 * Returns the rows of a board, best first. A place without a rank gets the rank of its position.
 * The caller limits the places to {@link maxRows}.
 */
export function rowsOf(places: readonly RankedUser[], envelope: Envelope): RankRow[] {
  return places.flatMap(({ user, hidden, rank, score }, index) => {
    if (!user) return []
    // A user without id and name keeps the place on the board.
    const who = userOf(user, envelope, hidden) ?? { masked: true }
    return [{ rank: rank ?? index + 1, user: who, ...omitUndefined({ score }) }]
  })
}
