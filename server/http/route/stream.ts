import type { Context } from 'hono'
import { z } from 'zod'
import { feedMessage } from '../../../proto/feed/schema/frame.ts'
import { decide } from '../../account/policy.ts'
import { type FeedQuery, ofSource, parseFeedQuery } from '../../feed/query.ts'
import { type Feed, tooManyFilters } from '../../feed/room-broadcast.ts'
import { type SseBody, sseBody } from '../../feed/sse.ts'
import { sseEncoding } from '../../feed/stream-encoding.ts'
import type { Clock } from '../../lib/time/clock.ts'
import type { Transport } from '../../metrics/feed.ts'
import type { ActiveReaders } from '../socket/active-readers.ts'
import type { Limits } from '../limit/limits.ts'
import { problemOf, type RoomEntryParts, openForReading } from '../auth/room-entry.ts'
import type { Connection } from '../connection.ts'
import { connectionBusy, Problem } from '../problem.ts'
import type { HttpEnv, Route } from '../route.ts'

/** Dependencies of {@link streamRoute}. */
export interface StreamRouteParts extends RoomEntryParts {
  readonly feed: Feed
  readonly audience: ActiveReaders
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

/** Returns the route `/rooms/:id/stream`, which sends Server-Sent Events. */
export function streamRoute(parts: StreamRouteParts): Route {
  return {
    method: 'GET',
    path: '/rooms/:id/stream',
    access: 'read',
    shared: true,
    tickets: true,
    doc: {
      tag: 'Feed',
      summary: 'Streams a room as Server-Sent Events, or as a WebSocket: see /asyncapi.json.',
      problems: ['too-many-streams'],
      params: z.object({ id: z.string() }),
      query: streamQuery,
      answers: {
        200: {
          description: 'Server-Sent Events; `data` of each is one message as JSON.',
          type: 'text/event-stream',
          body: feedMessage,
        },
      },
    },
    handle: (c) => stream(c, parts),
  }
}

async function stream(c: Context<HttpEnv>, parts: StreamRouteParts): Promise<Response> {
  if (!/text\/event-stream/i.test(c.req.header('accept') ?? '')) {
    throw new Problem('bad-request', 'ask with Accept: text/event-stream, or open a WebSocket')
  }
  const query = queryOf(new URL(c.req.url).searchParams, c.req.header('last-event-id'))
  if (c.req.method === 'HEAD') return headOf(c, parts)
  const connection = c.env?.connection
  if (!connection) return new Response((await begin(c, query, parts)).body, { headers })
  if (connection.isStreaming()) throw connectionBusy()
  const release = connection.startStream()
  try {
    join(c, connection, parts)
    const { body, stop } = await begin(c, query, parts)
    connection.onEnd(stop) // the body may never be read
    connection.onEnd(release)
    return new Response(body, { headers })
  } catch (error) {
    release()
    throw error
  }
}

/** Opens the room and starts to read it. */
async function begin(
  c: Context<HttpEnv>,
  query: FeedQuery,
  parts: StreamRouteParts,
): Promise<SseBody> {
  const { room, source } = await openForReading(c.req.param('id') ?? '', c.get('principal'), parts)
  const { feed, clock } = parts
  const ours = ofSource(query, source)
  if (!feed.hasRoomFor(room, ours.filter, sseEncoding)) {
    throw new Problem('too-many-streams', tooManyFilters)
  }
  const onClients = (change: 1 | -1): void => parts.onClients('sse', change)
  return sseBody({ feed, room, query: ours, clock, onClients })
}

// Without this header nginx would buffer the stream.
const headers = { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' }

/** Answers a HEAD with the headers or the refusal of a stream, without opening the room. */
function headOf(c: Context<HttpEnv>, { rooms }: StreamRouteParts): Response {
  const principal = c.get('principal')
  const decision = decide(principal, 'read', rooms.find(c.req.param('id') ?? ''))
  if (!decision.allowed) throw problemOf(decision, principal)
  return new Response(null, { headers })
}

/** Counts a reader while the connection lasts, and cuts the connection when the right to read ends. */
function join(
  c: Context<HttpEnv>,
  connection: Connection,
  { limits, audience }: StreamRouteParts,
): void {
  const room = c.req.param('id') ?? ''
  connection.onEnd(limits.enter(connection))
  connection.onEnd(audience.join({ principal: c.get('principal'), room, end: connection.cut }))
}

function queryOf(params: URLSearchParams, lastEventId: string | undefined): FeedQuery {
  const query = parseFeedQuery(params, lastEventId)
  if ('error' in query) throw new Problem('bad-request', query.error)
  return query
}
