import type { FeedState } from '../../client/reduce.ts'
import { awayText } from '../../locale/connection/index.ts'

/** How the connection stands. */
export interface ConnectionFacts {
  /** Absent while no address is set. */
  readonly state?: FeedState
  /** True if the connection has been away long enough to mention it. */
  readonly away: boolean
}

/** Returns what is wrong with the connection, in words; undefined while nothing is. */
export function troubleText(
  { state, away }: ConnectionFacts,
  language: string,
): string | undefined {
  const isWrong = away || state?.status.kind === 'refused'
  return isWrong ? awayText(state?.status, language) : undefined
}
