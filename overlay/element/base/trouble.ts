import type { FeedState } from '../../client/reduce.ts'
import { awayText } from '../../locale/connection.ts'

/** The state of the connection, as far as a text about it needs it. */
export interface Connection {
  readonly feed: FeedState
  /** True if the connection has been lost long enough to be shown. */
  readonly away: boolean
}

/** Returns the text about a problem of the connection; undefined if there is none. */
export function troubleText(
  { feed: { status }, away }: Connection,
  language: string,
): string | undefined {
  return away || status.kind === 'refused' ? awayText(status, language) : undefined
}
