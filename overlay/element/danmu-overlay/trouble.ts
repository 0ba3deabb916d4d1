import type { FeedState } from '../../client/reduce.ts'
import { awayText } from '../../locale/connection/index.ts'

/** The state of the connection, as far as a text about it needs it. */
export interface ConnectionFacts {
  /** Absent if no address is set. */
  readonly state?: FeedState
  /** True if the connection has been lost long enough to be shown. */
  readonly away: boolean
}

/** Returns the text about a problem of the connection; undefined if there is none. */
export function troubleText(
  { state, away }: ConnectionFacts,
  language: string,
): string | undefined {
  const isWrong = away || state?.status.kind === 'refused'
  return isWrong ? awayText(state?.status, language) : undefined
}
