import { z } from 'zod'
import { feedEvent } from '../../proto/feed/schema/event.ts'
import type { Route } from '../http/route.ts'
import { openForReading } from '../http/auth/room-entry.ts'
import { eventRoute } from '../http/route/event.ts'
import { streamRoute, type StreamRouteParts } from '../http/route/stream.ts'

const mirroredRoom = z
  .object({
    id: z.string(),
    epoch: z.string(),
    head: z.int(),
    readers: z.int(),
    state: z.array(feedEvent),
  })
  .meta({ id: 'MirroredRoom', description: 'A room of the origin, as it stands here.' })

/** Returns the routes of an edge. There is no list: the origin does not list its rooms. */
export function edgeRoutes(parts: StreamRouteParts): readonly Route[] {
  const tell: Route = {
    method: 'GET',
    path: '/rooms/:id',
    access: 'read',
    shared: true,
    doc: {
      tag: 'Feed',
      summary: 'Returns one room and its state, and opens it at the origin if necessary.',
      params: z.object({ id: z.string() }),
      answers: { 200: { description: 'The room.', body: mirroredRoom } },
    },
    handle: async (c) => {
      const { room } = await openForReading(c.req.param('id') ?? '', c.get('principal'), parts)
      const { id, epoch, head, readers } = room
      return c.json({ id, epoch, head, readers, state: room.state() })
    },
  }
  return [tell, eventRoute(parts), streamRoute(parts)]
}
