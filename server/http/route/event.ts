import type { Context } from 'hono'
import { z } from 'zod'
import { formatPosition } from '../../../proto/feed/index.ts'
import { gapFrame } from '../../../proto/feed/schema/frame.ts'
import { type Page, pageOf } from '../../feed/page.ts'
import { type FeedQuery, ofSource, parseFeedQuery } from '../../feed/query.ts'
import type { RoomView } from '../../hub/room-view.ts'
import { type RoomEntryParts, openForReading } from '../auth/room-entry.ts'
import type { Limits } from '../limit/limits.ts'
import { Problem } from '../problem.ts'
import { askerOf, type HttpEnv, type Route } from '../route.ts'

/** What asking for events takes. */
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
    next: z.string().describe('The position to ask on with, as `since`.'),
    gap: gapFrame.optional().describe('What comes before these events and cannot be given.'),
    events: z.array(z.looseObject({ seq: z.int(), type: z.string() })),
  })
  .meta({ id: 'EventPage', description: 'Some events, as the stream would have sent them.' })

/** `/rooms/:id/events`: what the stream of a room gives, for who asks instead of listening. */
export function eventRoute(parts: EventRouteParts): Route {
  return {
    method: 'GET',
    path: '/rooms/:id/events',
    access: 'room',
    shared: true,
    doc: {
      summary: 'Gives the events of a room after a position, or the newest, a page at a time.',
      params: z.object({ id: z.string() }),
      query: z.object({
        since: z.string().optional(),
        limit: z.int().min(1).max(maxLimit).default(usualLimit).optional(),
        types: z.string().optional(),
        token: z.string().optional(),
      }),
      answers: {
        200: { description: 'A page; the last one where `next` is the head.', body: page },
      },
    },
    handle: (c) => answer(c, parts),
  }
}

async function answer(c: Context<HttpEnv>, parts: EventRouteParts): Promise<Response> {
  const { searchParams } = new URL(c.req.url)
  const limit = limitOf(searchParams.get('limit'))
  const query = queryOf(searchParams, limit)
  // It costs about what a stream does that ends at once.
  const leave = parts.limits.enter(c.env?.connection)
  try {
    const { room, source } = await openForReading(c.req.param('id') ?? '', askerOf(c), parts)
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

/** The events stand in it as they were written once for everybody. */
function write({ id, epoch, head }: RoomView, { lines, gap, next }: Page): string {
  const about = JSON.stringify({ room: id, epoch, head, next: formatPosition(next), gap })
  return `${about.slice(0, -1)},"events":[${lines.join(',')}]}`
}
