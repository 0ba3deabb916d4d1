import type { Context } from 'hono'
import { z } from 'zod'
import type { Caller } from '../../account/caller.ts'
import { type FeedQuery, ofSource, parseFeedQuery } from '../../feed/query.ts'
import type { Feed } from '../../feed/fanout.ts'
import { sseBody } from '../../feed/sse.ts'
import type { Room } from '../../hub/room.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Platform } from '../../platform/platform.ts'
import type { Catalog, ConfiguredRoom } from '../../room/catalog.ts'
import { planOf } from '../../room/plan.ts'
import type { Refusal } from '../../room/refusal.ts'
import type { Reading, Rooms } from '../../room/rooms.ts'
import type { Audience } from '../audience.ts'
import type { Limits } from '../limit.ts'
import { Problem, type ProblemCode } from '../problem.ts'
import { isListed, refusalToRead } from '../reading.ts'
import type { HttpEnv, Route } from '../route.ts'
import { listening, omitted, sourcesOf, standing, standingsOf } from '../standing.ts'

/** What reading rooms takes. */
export interface RoomRouteParts {
  readonly rooms: Rooms
  readonly catalog: Catalog
  readonly platforms: ReadonlyMap<string, Platform>
  readonly feed: Feed
  readonly audience: Audience
  readonly limits: Limits
  readonly clock: Clock
  /** True if we listen on this machine only. */
  readonly local: boolean
}

const roomShape = z
  .object({
    id: z.string(),
    title: z.string().optional().describe('What its owner calls it.'),
    epoch: z.string(),
    head: z.int(),
    readers: z.int(),
    state: z.array(z.looseObject({ type: z.string() })),
    listening: listening.optional().describe('Of a configured room.'),
    sources: z.array(standing),
    omitted,
  })
  .meta({ id: 'Room', description: 'A room that is open, and how well its sources are heard.' })
const closedShape = z.object({ id: z.string(), title: z.string().optional(), listening })
const oneRoom = z.object({ id: z.string() })
const streamQuery = z.object({
  since: z.string().optional(),
  last: z.int().min(0).max(100).optional(),
  types: z.string().optional(),
  token: z.string().optional(),
  ticket: z.string().optional(),
})

/** Reading rooms over plain HTTP: `/rooms/:id`, `/rooms/:id/stream` as SSE, `/api/rooms`. */
export function roomRoutes(parts: RoomRouteParts): readonly Route[] {
  return [listRoute(parts), stateRoute(parts), streamRoute(parts)]
}

function listRoute(parts: RoomRouteParts): Route {
  const { rooms, local } = parts
  return {
    method: 'GET',
    path: '/api/rooms',
    access: 'public',
    shared: true,
    doc: {
      summary: 'Lists the rooms that are open now, as far as they are for who asks.',
      answers: {
        200: {
          description: 'Oldest first; `closed` are configured rooms that are not open.',
          body: z.object({ rooms: z.array(roomShape), closed: z.array(closedShape) }),
        },
      },
    },
    handle: (c) => {
      const caller = c.get('caller')
      const listed = (id: string): boolean => {
        const place = rooms.find(id)
        return !('refused' in place) && isListed(place, caller, local)
      }
      const shown = rooms.list().filter(({ id }) => listed(id))
      const closed = parts.catalog.list().filter(({ slug }) => !rooms.opened(slug) && listed(slug))
      return c.json({
        rooms: shown.map((room) => describe(room, parts)),
        closed: closed.map((room) => describeClosed(room, parts)),
      })
    },
  }
}

function stateRoute(parts: RoomRouteParts): Route {
  return {
    method: 'GET',
    path: '/rooms/:id',
    access: 'room',
    shared: true,
    doc: {
      summary: 'Tells about one room and its state; opens it if it was not.',
      params: oneRoom,
      answers: { 200: { description: 'The room.', body: roomShape } },
    },
    handle: async (c) => {
      const id = c.req.param('id') ?? ''
      return c.json(describe((await readingOf(id, c.get('caller'), parts)).room, parts))
    },
  }
}

function streamRoute(parts: RoomRouteParts): Route {
  return {
    method: 'GET',
    path: '/rooms/:id/stream',
    access: 'room',
    shared: true,
    tickets: true,
    doc: {
      summary: 'Streams a room as Server-Sent Events, or as a WebSocket: see /asyncapi.json.',
      params: oneRoom,
      query: streamQuery,
      answers: { 200: { description: 'text/event-stream' } },
    },
    handle: (c) => stream(c, parts),
  }
}

async function stream(c: Context<HttpEnv>, parts: RoomRouteParts): Promise<Response> {
  if (!/text\/event-stream/i.test(c.req.header('accept') ?? '')) {
    throw new Problem('bad-request', 'ask with Accept: text/event-stream, or open a WebSocket')
  }
  const query = queryOf(new URL(c.req.url).searchParams, c.req.header('last-event-id'))
  join(c, parts)
  const { room, source } = await readingOf(c.req.param('id') ?? '', c.get('caller'), parts)
  const { feed, clock } = parts
  const body = sseBody({ feed, room, query: ofSource(query, source), clock })
  // nginx would hold the stream back until a buffer is full.
  const headers = { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' }
  return new Response(body, { headers })
}

/** Counts a reader for as long as their connection answers, and ends it where their right ends. */
function join(c: Context<HttpEnv>, { limits, audience }: RoomRouteParts): void {
  const connection = c.env?.connection
  if (!connection) return // nothing to count by, nothing to cut
  const room = c.req.param('id') ?? ''
  connection.onEnd(limits.enter(connection.address))
  connection.onEnd(audience.join({ caller: c.get('caller'), room, end: connection.cut }))
}

const codes: Readonly<Record<Refusal['refused'], ProblemCode>> = {
  malformed: 'bad-request',
  unknown: 'no-such-room',
  'not-allowed': 'not-allowed',
  full: 'too-many-rooms',
  'not-ready': 'not-ready',
}

/** A refusal in the words of HTTP: who said nothing of themselves is asked to. */
export function problemOf({ refused, reason }: Refusal, caller: Caller): Problem {
  const asked = refused === 'not-allowed' && caller.kind === 'anonymous'
  return new Problem(asked ? 'login-required' : codes[refused], reason)
}

async function readingOf(id: string, caller: Caller, parts: RoomRouteParts): Promise<Reading> {
  const { rooms, local } = parts
  const reading = await rooms.open(id, (place) => refusalToRead(place, caller, local))
  if ('refused' in reading) throw problemOf(reading, caller)
  return reading
}

function queryOf(params: URLSearchParams, lastEventId: string | undefined): FeedQuery {
  const query = parseFeedQuery(params, lastEventId)
  if ('error' in query) throw new Problem('bad-request', query.error)
  return query
}

function describe(room: Room, { catalog, platforms, clock }: RoomRouteParts): object {
  const { id, epoch, head, readers } = room
  const configured = catalog.find(id)
  return {
    id,
    title: configured?.title,
    epoch,
    head,
    readers,
    state: room.state(),
    listening: configured && planOf(configured, clock.now()),
    sources: standingsOf(sourcesOf(id, configured), room, platforms),
    omitted: Object.fromEntries(room.omitted),
  }
}

function describeClosed(room: ConfiguredRoom, { clock }: RoomRouteParts): object {
  return { id: room.slug, title: room.title, listening: planOf(room, clock.now()) }
}
