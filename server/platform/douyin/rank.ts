import type { RankRow } from '../../../proto/feed/index.ts'
import type { Envelope } from './envelope.ts'
import { given } from './given.ts'
import type { User } from './message.ts'
import { userOf } from './user.ts'

/** One place on a board, as messages tell it. */
export interface Place {
  readonly user: User.$Properties | null | undefined
  readonly hidden: boolean
  readonly rank?: number | undefined
  readonly score: number | undefined
}

/** As many rows as the feed takes. */
export const maxRows = 100

/** The rows of a board, best first, of at most {@link maxRows} places. A place without a rank has that of its position. */
export function rowsOf(places: readonly Place[], envelope: Envelope): RankRow[] {
  return places.flatMap(({ user, hidden, rank, score }, index) => {
    if (!user) return []
    // Whoever is on the board has a place there, also without a name.
    const who = userOf(user, envelope, hidden) ?? { masked: true }
    return [{ rank: rank ?? index + 1, user: who, ...given({ score }) }]
  })
}
