import { streamQuery } from '../../proto/api/feed.ts'
import { type FeedQuery, feedQueryOf } from './query.ts'

/** Returns the query of an address, for tests. @throws if it is not valid. */
export function parseFeedQuery(text: string): FeedQuery {
  return feedQueryOf(streamQuery.parse(Object.fromEntries(new URLSearchParams(text))))
}
