import type { Context } from 'hono'
import { z } from 'zod'
import { formatPosition } from '../../../proto/feed/index.ts'
import { feedEvent } from '../../../proto/feed/schema/event.ts'
import { gapFrame } from '../../../proto/feed/schema/frame.ts'
import { type Page, pageOf } from '../../feed/page.ts'
import { type FeedQuery, ofSource, parseFeedQuery } from '../../feed/query.ts'
import type { RoomView } from '../../hub/room-view.ts'
import { type RoomEntryParts, openForReading } from '../auth/room-entry.ts'
import type { Limits } from '../limit/limits.ts'
import { Problem } from '../problem.ts'
import type { HttpEnv, Route } from '../route.ts'

/** Dependencies of {@link eventRoute}. */
export interface EventRouteParts extends RoomEntryParts {
  readonly limits: Limits
}

const usualLimit = 100
const maxLimit = 500

const page = z
  .object({
    room: z.string(),
    epoch: z.string(),
    head: z.int().describe('The newest position of this epoch.'),
    next: z.string().describe('The `since` of the next request.'),
    gap: gapFrame.optional().describe('The events before these that are lost.'),
    events: z.array(feedEvent),
  })
  .meta({ id: 'EventPage', description: 'Events, as the stream sends them.' })

/** Returns the route `/rooms/:id/events`: the events of a stream, for clients that poll. */
export function eventRoute(parts: EventRouteParts): Route {
  return {
    method: 'GET',
    path: '/rooms/:id/events',
    access: 'read',
    shared: true,
    doc: {
      tag: 'Feed',
      summary: 'Returns a page of events: after a position, or the newest.',
      problems: ['too-many-streams'],
      params: z.object({ id: z.string() }),
      query: z.object({
        since: z.string().optional(),
        limit: z.int().min(1).max(maxLimit).default(usualLimit).optional(),
        types: z.string().optional(),
        token: z.string().optional(),
      }),
      answers: {
        200: { description: 'A page; the last one if `next` is the head.', body: page },
      },
    },
    handle: (c) => answer(c, parts),
  }
}

async function answer(c: Context<HttpEnv>, parts: EventRouteParts): Promise<Response> {
  const { searchParams } = new URL(c.req.url)
  const limit = limitOf(searchParams.get('limit'))
  const query = queryOf(searchParams, limit)
  // A page costs about as much as a stream that ends at once.
  const leave = parts.limits.enter(c.env?.connection)
  try {
    const { room, source } = await openForReading(
      c.req.param('id') ?? '',
      c.get('principal'),
      parts,
    )
    const body = write(room, await pageOf(room, ofSource(query, source), limit))
    return c.body(body, 200, { 'content-type': 'application/json' })
  } finally {
    leave()
  }
}

function limitOf(text: string | null): number {
  const limit = text === null ? usualLimit : Number(text)
  if (Number.isInteger(limit) && limit >= 1 && limit <= maxLimit) return limit
  throw new Problem('bad-request', `limit must be a whole number from 1 to ${maxLimit}`)
}

function queryOf(params: URLSearchParams, limit: number): FeedQuery {
  const query = parseFeedQuery(params)
  if ('error' in query) throw new Problem('bad-request', query.error)
  return params.has('since') ? query : { ...query, from: { kind: 'last', count: limit } }
}

/** Returns a page as JSON. Its events are the lines of the log, which are serialized only once. */
function write({ id, epoch, head }: RoomView, { lines, gap, next }: Page): string {
  const about = JSON.stringify({ room: id, epoch, head, next: formatPosition(next), gap })
  return `${about.slice(0, -1)},"events":[${lines.join(',')}]}`
}
