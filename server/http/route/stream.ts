import { feedApi, streamQuery } from '../../../proto/api/feed.ts'
import { decide } from '../../account/policy.ts'
import { type FeedQuery, feedQueryOf, ofSource } from '../../feed/query.ts'
import { tooManyFilters } from '../../feed/room-broadcast.ts'
import { type SseBody, sseBody } from '../../feed/sse.ts'
import { sseEncoding } from '../../feed/stream-encoding.ts'
import type { Clock } from '../../lib/time/clock.ts'
import { problemOf, openForReading } from '../auth/room-entry.ts'
import type { Connection } from '../connection.ts'
import { type Call, checked, defineRoutes } from '../define-routes.ts'
import type { Limits } from '../limit/limits.ts'
import { connectionBusy, Problem } from '../problem.ts'
import type { Route } from '../route.ts'
import { subscribe, type SubscribeParts } from '../socket/feed-socket.ts'
import { eventRoute } from './event.ts'

/** Dependencies of {@link feedRoutes}. */
export interface StreamRouteParts extends SubscribeParts {
  readonly limits: Limits
  readonly clock: Clock
}

/** Returns the routes of the events of a room: pages, and a stream over a WebSocket or as Server-Sent Events. */
export function feedRoutes(parts: StreamRouteParts): readonly Route[] {
  return defineRoutes(feedApi, {
    'GET /rooms/:id/events': eventRoute(parts),
    'GET /rooms/:id/stream': {
      access: 'read',
      shared: true,
      tickets: true,
      socket: true,
      handle: (call) => {
        const { params, principal, c } = call
        const upgrade = c.env?.upgrade
        if (!upgrade) return stream(call, parts)
        const reader = { principal, room: params.id, query: queryOf(call) }
        return upgrade((socket) => subscribe(socket, reader, parts))
      },
    },
  })
}

type StreamCall = Call<(typeof feedApi)['GET /rooms/:id/stream']>

async function stream(call: StreamCall, parts: StreamRouteParts): Promise<Response> {
  const { c } = call
  if (!/text\/event-stream/i.test(c.req.header('accept') ?? '')) {
    throw new Problem('bad-request', 'ask with Accept: text/event-stream, or open a WebSocket')
  }
  const query = queryOf(call)
  if (c.req.method === 'HEAD') return headOf(call, parts)
  const connection = c.env?.connection
  if (!connection) return new Response((await begin(call, query, parts)).body, { headers })
  if (connection.isStreaming()) throw connectionBusy()
  const release = connection.startStream()
  try {
    join(call, connection, parts)
    const { body, stop } = await begin(call, query, parts)
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
  { params, principal }: StreamCall,
  query: FeedQuery,
  parts: StreamRouteParts,
): Promise<SseBody> {
  const { room, source } = await openForReading(params.id, principal, parts)
  const { feed, clock } = parts
  const ours = ofSource(query, source)
  if (!feed.hasRoomFor(room, ours.filter, sseEncoding)) {
    throw new Problem('too-many-streams', tooManyFilters)
  }
  let leave: (() => void) | undefined
  const onClients = (change: 1 | -1): void => {
    parts.onClients('sse', change)
    if (change === 1 && !query.uncounted) leave = parts.present?.({ principal, room: params.id })
    else leave?.()
  }
  return sseBody({ feed, room, query: ours, clock, onClients })
}

// Without this header nginx would buffer the stream.
const headers = { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' }

/** Answers a HEAD with the headers or the refusal of a stream, without opening the room. */
function headOf({ params, principal }: StreamCall, { rooms }: StreamRouteParts): Response {
  const decision = decide(principal, 'read', rooms.find(params.id))
  if (!decision.allowed) throw problemOf(decision, principal)
  return new Response(null, { headers })
}

/** Counts a reader while the connection lasts, and cuts the connection when the right to read ends. */
function join(
  { params, principal }: StreamCall,
  connection: Connection,
  { limits, audience }: StreamRouteParts,
): void {
  connection.onEnd(limits.enter(connection))
  connection.onEnd(audience.join({ principal, room: params.id, end: connection.cut }))
}

/** Returns the query; a browser that reconnects names its position in a header. */
function queryOf({ c, query }: StreamCall): FeedQuery {
  const since = c.req.header('last-event-id')
  return feedQueryOf(
    since === undefined ? query : checked(streamQuery, { ...query, since }, 'query'),
  )
}
