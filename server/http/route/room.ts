import { z } from 'zod'
import { feedEvent } from '../../../proto/feed/schema/event.ts'
import { decide } from '../../account/policy.ts'
import type { Room } from '../../hub/room.ts'
import type { Platform } from '../../platform/platform.ts'
import type { Catalog, ConfiguredRoom } from '../../room/catalog.ts'
import type { Rooms } from '../../room/rooms.ts'
import { openForReading } from '../auth/room-entry.ts'
import type { Route } from '../route.ts'
import { listening, omitted, sourcesOf, sourceStatus, sourceStatusesOf } from '../source-status.ts'
import { eventRoute } from './event.ts'
import { streamRoute, type StreamRouteParts } from './stream.ts'

/** Dependencies of {@link roomRoutes}. */
export interface RoomRouteParts extends StreamRouteParts {
  readonly rooms: Rooms
  readonly catalog: Catalog
  readonly platforms: ReadonlyMap<string, Platform>
}

const roomShape = z
  .object({
    id: z.string(),
    title: z.string().optional().describe('The name that its owner gave it.'),
    epoch: z.string(),
    head: z.int(),
    readers: z.int(),
    state: z
      .array(feedEvent)
      .describe('The latest `source`, `room` and `stats` of each source, and each `rank`.'),
    listening: listening.optional().describe('Of a configured room.'),
    sources: z.array(sourceStatus),
    omitted,
  })
  .meta({ id: 'Room', description: 'An open room, and the status of its sources.' })
const closedShape = z.object({ id: z.string(), title: z.string().optional(), listening })
const oneRoom = z.object({ id: z.string() })

/** Returns the routes that read rooms: `/rooms/:id`, its `/events` and `/stream`, `/api/rooms`. */
export function roomRoutes(parts: RoomRouteParts): readonly Route[] {
  return [listRoute(parts), stateRoute(parts), eventRoute(parts), streamRoute(parts)]
}

function listRoute(parts: RoomRouteParts): Route {
  const { rooms } = parts
  return {
    method: 'GET',
    path: '/api/rooms',
    access: 'public',
    shared: true,
    doc: {
      tag: 'Feed',
      summary: 'Lists the rooms that the caller may see.',
      answers: {
        200: {
          description:
            'The open rooms, oldest first, and in `closed` the configured rooms that are not open.',
          body: z.object({ rooms: z.array(roomShape), closed: z.array(closedShape) }),
        },
      },
    },
    handle: (c) => {
      const listed = (id: string): boolean =>
        decide(c.get('principal'), 'list', rooms.find(id)).allowed
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
    access: 'read',
    shared: true,
    doc: {
      tag: 'Feed',
      summary: 'Returns one room and its state, and opens the room if necessary.',
      params: oneRoom,
      answers: { 200: { description: 'The room.', body: roomShape } },
    },
    handle: async (c) => {
      const id = c.req.param('id') ?? ''
      return c.json(describe((await openForReading(id, c.get('principal'), parts)).room, parts))
    },
  }
}

function describe(room: Room, { catalog, platforms, rooms }: RoomRouteParts): object {
  const { id, epoch, head, readers } = room
  const configured = catalog.find(id)
  return {
    id,
    title: configured?.title,
    epoch,
    head,
    readers,
    state: room.state(),
    listening: configured && rooms.stateOf(configured),
    sources: sourceStatusesOf(sourcesOf(id, configured), room, platforms),
    omitted: Object.fromEntries(room.omitted),
  }
}

function describeClosed(room: ConfiguredRoom, { rooms }: RoomRouteParts): object {
  return { id: room.slug, title: room.title, listening: rooms.stateOf(room) }
}
