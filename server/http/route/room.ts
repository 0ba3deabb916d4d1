import { z } from 'zod'
import { type FeedQuery, ofSource, parseFeedQuery } from '../../feed/query.ts'
import type { Feed } from '../../feed/fanout.ts'
import { sseBody } from '../../feed/sse.ts'
import type { Room } from '../../hub/room.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Refusal } from '../../room/refusal.ts'
import type { Reading, Rooms } from '../../room/rooms.ts'
import { Problem, type ProblemCode } from '../problem.ts'
import type { Route } from '../route.ts'

const roomShape = z.object({
  id: z.string(),
  epoch: z.string(),
  head: z.int(),
  readers: z.int(),
  state: z.array(z.looseObject({ type: z.string() })),
})
const oneRoom = z.object({ id: z.string() })
const streamQuery = z.object({
  since: z.string().optional(),
  last: z.int().min(0).max(100).optional(),
  types: z.string().optional(),
})

/** Reading rooms over plain HTTP: `/rooms/:id`, `/rooms/:id/stream` as SSE, `/api/rooms`. */
export function roomRoutes(rooms: Rooms, feed: Feed, clock: Clock): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/api/rooms',
      access: 'reader',
      doc: {
        summary: 'Lists the rooms that are open now.',
        answers: {
          200: { description: 'Oldest first.', body: z.object({ rooms: z.array(roomShape) }) },
        },
      },
      handle: (c) => c.json({ rooms: rooms.list().map(describe) }),
    },
    {
      method: 'GET',
      path: '/rooms/:id',
      access: 'reader',
      doc: {
        summary: 'Tells about one room and its state; opens it if it was not.',
        params: oneRoom,
        answers: { 200: { description: 'The room.', body: roomShape } },
      },
      handle: async (c) => c.json(describe((await readingOf(rooms, c.req.param('id'))).room)),
    },
    {
      method: 'GET',
      path: '/rooms/:id/stream',
      access: 'reader',
      doc: {
        summary: 'Streams a room as Server-Sent Events, or as a WebSocket: see /asyncapi.json.',
        params: oneRoom,
        query: streamQuery,
        answers: { 200: { description: 'text/event-stream' } },
      },
      handle: async (c) => {
        if (!/text\/event-stream/i.test(c.req.header('accept') ?? '')) {
          throw new Problem(
            'bad-request',
            'ask with Accept: text/event-stream, or open a WebSocket',
          )
        }
        const query = queryOf(new URL(c.req.url).searchParams, c.req.header('last-event-id'))
        const { room, source } = await readingOf(rooms, c.req.param('id'))
        const body = sseBody({ feed, room, query: ofSource(query, source), clock })
        // nginx would hold the stream back until a buffer is full.
        const headers = { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' }
        return new Response(body, { headers })
      },
    },
  ]
}

const codes: Readonly<Record<Refusal['refused'], ProblemCode>> = {
  malformed: 'bad-request',
  unknown: 'no-such-room',
  full: 'too-many-rooms',
  'not-ready': 'not-ready',
}

async function readingOf(rooms: Rooms, id: string | undefined): Promise<Reading> {
  const reading = await rooms.open(id ?? '')
  if ('refused' in reading) throw new Problem(codes[reading.refused], reading.reason)
  return reading
}

function queryOf(params: URLSearchParams, lastEventId: string | undefined): FeedQuery {
  const query = parseFeedQuery(params, lastEventId)
  if ('error' in query) throw new Problem('bad-request', query.error)
  return query
}

function describe(room: Room): object {
  const { id, epoch, head, readers } = room
  return { id, epoch, head, readers, state: room.state() }
}
