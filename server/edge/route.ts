import { mirroredRoomApi } from '../../proto/api/room.ts'
import { openForReading } from '../http/auth/room-entry.ts'
import { defineRoutes } from '../http/define-routes.ts'
import type { Route } from '../http/route.ts'
import { feedRoutes, type StreamRouteParts } from '../http/route/stream.ts'

/** Returns the routes of an edge. There is no list: the origin does not list its rooms. */
export function edgeRoutes(parts: StreamRouteParts): readonly Route[] {
  const shown = defineRoutes(mirroredRoomApi, {
    'GET /rooms/:id': {
      access: 'read',
      shared: true,
      handle: async ({ params, principal }) => {
        const { room } = await openForReading(params.id, principal, parts)
        const { id, epoch, head, readers } = room
        return { id, epoch, head, readers, state: room.state() }
      },
    },
  })
  return [...shown, ...feedRoutes(parts)]
}
