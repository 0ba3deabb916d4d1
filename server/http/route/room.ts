import { roomApi } from '../../../proto/api/room.ts'
import { decide } from '../../account/policy.ts'
import type { Room } from '../../hub/room.ts'
import type { Platform } from '../../platform/platform.ts'
import type { Catalog, ConfiguredRoom } from '../../room/catalog.ts'
import type { Rooms } from '../../room/rooms.ts'
import { openForReading } from '../auth/room-entry.ts'
import { defineRoutes } from '../define-routes.ts'
import type { Route } from '../route.ts'
import { sourcesOf, sourceStatusesOf } from '../source-status.ts'
import { feedRoutes, type StreamRouteParts } from './stream.ts'

/** Dependencies of {@link roomRoutes}. */
export interface RoomRouteParts extends StreamRouteParts {
  readonly rooms: Rooms
  readonly catalog: Catalog
  readonly platforms: ReadonlyMap<string, Platform>
}

/** Returns the routes that read rooms: `/rooms/:id`, its `/events` and `/stream`, `/api/rooms`. */
export function roomRoutes(parts: RoomRouteParts): readonly Route[] {
  const { rooms, catalog } = parts
  const shown = defineRoutes(roomApi, {
    'GET /api/rooms': {
      access: 'public',
      shared: true,
      handle: ({ principal }) => {
        const listed = (id: string): boolean => decide(principal, 'list', rooms.find(id)).allowed
        const open = rooms.list().filter(({ id }) => listed(id))
        const closed = catalog.list().filter(({ slug }) => !rooms.opened(slug) && listed(slug))
        return {
          rooms: open.map((room) => describe(room, parts)),
          closed: closed.map((room) => describeClosed(room, parts)),
        }
      },
    },
    'GET /rooms/:id': {
      access: 'read',
      shared: true,
      handle: async ({ params, principal }) =>
        describe((await openForReading(params.id, principal, parts)).room, parts),
    },
  })
  return [...shown, ...feedRoutes(parts)]
}

function describe(room: Room, { catalog, platforms, rooms }: RoomRouteParts) {
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

function describeClosed(room: ConfiguredRoom, { rooms }: RoomRouteParts) {
  return { id: room.slug, title: room.title, listening: rooms.stateOf(room) }
}
