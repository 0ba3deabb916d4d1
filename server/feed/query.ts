import type { StreamQuery } from '../../proto/api/feed.ts'
import { eventTypes, type EventType, parsePosition, type Position } from '../../proto/feed/index.ts'

/** The events that a subscriber requests. */
export interface Filter {
  /** Absent means every type. */
  readonly types?: ReadonlySet<EventType>
  /** Only this source of a room that merges several. */
  readonly source?: string
  /** True to include raw messages. */
  readonly raw: boolean
}

/** The start and the filter of a stream. */
export interface FeedQuery {
  readonly from: Start
  readonly filter: Filter
  /**
   * Sends a `head` regularly even if nothing changed, so that a program can tell a quiet room from
   * a dead connection.
   */
  readonly alive?: true
  /** True if the reader does not count as a viewer of a live room. */
  readonly uncounted?: true
}

/** After a position, or with the last so many events. */
export type Start =
  | { readonly kind: 'since'; readonly position: Position }
  | { readonly kind: 'last'; readonly count: number }

/** Returns the start and the filter that a query means. */
export function feedQueryOf({ since, last = 0, types, ...rest }: StreamQuery): FeedQuery {
  const position = since === undefined ? undefined : parsePosition(since)
  return {
    from: position ? { kind: 'since', position } : { kind: 'last', count: last },
    filter: filterOf(types),
    ...(rest.alive === undefined ? {} : { alive: true }),
    ...(rest.presence === undefined ? {} : { uncounted: true }),
  }
}

/** Returns the same query, for one source of a room that merges several. */
export function ofSource(query: FeedQuery, source: string | undefined): FeedQuery {
  return source === undefined ? query : { ...query, filter: { ...query.filter, source } }
}

function filterOf(types: string | undefined): Filter {
  if (types === undefined) return { raw: false }
  const names = types.split(',')
  const raw = names.includes('raw')
  return names.includes('all') ? { raw } : { types: new Set(names.filter(isType)), raw }
}

function isType(name: string): name is EventType {
  return eventTypes.has(name)
}
