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
}

/** After a position, or with the last so many events. */
export type Start =
  | { readonly kind: 'since'; readonly position: Position }
  | { readonly kind: 'last'; readonly count: number }

/** Reads the query of a stream, or returns the error as text. */
export function parseFeedQuery(
  query: URLSearchParams,
  lastEventId?: string,
): FeedQuery | { readonly error: string } {
  const from = parseStart(lastEventId ?? query.get('since'), query.get('last'))
  if ('error' in from) return from
  const filter = parseTypes(query.get('types'))
  if ('error' in filter) return filter
  const alive = query.get('alive')
  if (alive !== null && alive !== '1') return { error: 'alive can only be 1' }
  return { from, filter, ...(alive === null ? {} : { alive: true }) }
}

/** Returns the same query, for one source of a room that merges several. */
export function ofSource(query: FeedQuery, source: string | undefined): FeedQuery {
  return source === undefined ? query : { ...query, filter: { ...query.filter, source } }
}

const maxLast = 100

// Every type, future ones too; and raw messages, which are no events.
const others: ReadonlySet<string> = new Set(['all', 'raw'])

function parseStart(since: string | null, last: string | null): Start | { readonly error: string } {
  if (since !== null) {
    const position = parsePosition(since)
    return position
      ? { kind: 'since', position }
      : { error: 'since must be <epoch>:<seq>, as the hello frame and the SSE ids give it' }
  }
  const count = last === null ? 0 : Number(last)
  return Number.isInteger(count) && count >= 0 && count <= maxLast && last !== ''
    ? { kind: 'last', count }
    : { error: `last must be a whole number from 0 to ${maxLast}` }
}

function parseTypes(text: string | null): Filter | { readonly error: string } {
  if (text === null) return { raw: false }
  const names = text.split(',')
  const unknown = names.find((name) => !isType(name) && !others.has(name))
  if (unknown !== undefined) {
    const known = [...eventTypes, ...others].join(', ')
    return { error: `types holds ${JSON.stringify(unknown.slice(0, 40))}; known are ${known}` }
  }
  const raw = names.includes('raw')
  return names.includes('all') ? { raw } : { types: new Set(names.filter(isType)), raw }
}

function isType(name: string): name is EventType {
  return eventTypes.has(name)
}
