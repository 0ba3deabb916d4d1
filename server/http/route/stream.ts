import type { Context } from 'hono'
import { z } from 'zod'
import { type FeedQuery, ofSource, parseFeedQuery } from '../../feed/query.ts'
import type { Feed } from '../../feed/fanout.ts'
import { sseBody } from '../../feed/sse.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Transport } from '../../lib/feed-meter.ts'
import type { Audience } from '../audience.ts'
import type { Limits } from '../limit.ts'
import { type ReadingParts, readingOf } from '../entry.ts'
import { Problem } from '../problem.ts'
import type { HttpEnv, Route } from '../route.ts'

/** What streaming rooms over plain HTTP takes. */
export interface StreamRouteParts extends ReadingParts {
  readonly feed: Feed
  readonly audience: Audience
  readonly limits: Limits
  readonly clock: Clock
  readonly onClients: (transport: Transport, change: 1 | -1) => void
}

const streamQuery = z.object({
  since: z.string().optional(),
  last: z.int().min(0).max(100).optional(),
  types: z.string().optional(),
  alive: z.literal('1').optional(),
  token: z.string().optional(),
  ticket: z.string().optional(),
})

/** `/rooms/:id/stream` as Server-Sent Events. */
export function streamRoute(parts: StreamRouteParts): Route {
  return {
    method: 'GET',
    path: '/rooms/:id/stream',
    access: 'room',
    shared: true,
    tickets: true,
    doc: {
      summary: 'Streams a room as Server-Sent Events, or as a WebSocket: see /asyncapi.json.',
      params: z.object({ id: z.string() }),
      query: streamQuery,
      answers: { 200: { description: 'text/event-stream' } },
    },
    handle: (c) => stream(c, parts),
  }
}

async function stream(c: Context<HttpEnv>, parts: StreamRouteParts): Promise<Response> {
  if (!/text\/event-stream/i.test(c.req.header('accept') ?? '')) {
    throw new Problem('bad-request', 'ask with Accept: text/event-stream, or open a WebSocket')
  }
  const query = queryOf(new URL(c.req.url).searchParams, c.req.header('last-event-id'))
  join(c, parts)
  const { room, source } = await readingOf(c.req.param('id') ?? '', c.get('caller'), parts)
  const { feed, clock } = parts
  const onClients = (change: 1 | -1): void => parts.onClients('sse', change)
  const body = sseBody({ feed, room, query: ofSource(query, source), clock, onClients })
  // nginx would hold the stream back until a buffer is full.
  const headers = { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' }
  return new Response(body, { headers })
}

/** Counts a reader for as long as their connection answers, and ends it where their right ends. */
function join(c: Context<HttpEnv>, { limits, audience }: StreamRouteParts): void {
  const connection = c.env?.connection
  if (!connection) return // nothing to count by, nothing to cut
  const room = c.req.param('id') ?? ''
  connection.onEnd(limits.enter(connection.address))
  connection.onEnd(audience.join({ caller: c.get('caller'), room, end: connection.cut }))
}

function queryOf(params: URLSearchParams, lastEventId: string | undefined): FeedQuery {
  const query = parseFeedQuery(params, lastEventId)
  if ('error' in query) throw new Problem('bad-request', query.error)
  return query
}
