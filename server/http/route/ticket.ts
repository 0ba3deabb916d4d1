import { z } from 'zod'
import type { Tickets } from '../../account/ticket.ts'
import { grantOf } from '../../account/principal.ts'
import type { Rooms } from '../../room/rooms.ts'
import { problemOf } from '../auth/room-entry.ts'
import { hasGrant, denyRead } from '../auth/room-access.ts'
import { askerOf, type Route } from '../route.ts'

const issued = z.object({
  ticket: z.string(),
  expiresAt: z.int(),
  /** Address of the stream on this server. */
  stream: z.string(),
})

/** What issuing tickets takes. */
export interface TicketRouteParts {
  readonly rooms: Rooms
  readonly tickets: Pick<Tickets, 'issue'>
}

/** `/api/rooms/:id/tickets`: a program that holds a token lets a browser in, without showing it. */
export function ticketRoutes({ rooms, tickets }: TicketRouteParts): readonly Route[] {
  return [
    {
      method: 'POST',
      path: '/api/rooms/:id/tickets',
      access: 'room',
      doc: {
        summary: 'Issues a ticket that opens one stream of this room, once, within a minute.',
        params: z.object({ id: z.string() }),
        answers: { 201: { description: 'The ticket.', body: issued } },
      },
      handle: async (c) => {
        const id = c.req.param('id') ?? ''
        const caller = c.get('caller')
        const place = rooms.find(id)
        if ('refused' in place) throw problemOf(place, caller)
        if (!hasGrant(place, caller)) {
          throw problemOf(denyRead(place, askerOf(c)) ?? notGranted, caller)
        }
        const { ticket, expiresAt } = await tickets.issue(id, grantOf(caller))
        const stream = `/rooms/${id}/stream?ticket=${ticket}`
        return c.json({ ticket, expiresAt, stream }, 201)
      },
    },
  ]
}

const notGranted = {
  refused: 'not-allowed',
  reason: 'tickets are for who holds a token with rooms:read, or rooms:open for a room on demand',
} as const
