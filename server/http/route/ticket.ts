import { ticketApi } from '../../../proto/api/ticket.ts'
import { decide } from '../../account/policy.ts'
import { grantOf, type Principal } from '../../account/principal.ts'
import type { Tickets } from '../../account/ticket.ts'
import type { RoomDenied } from '../../room/room-denied.ts'
import { overlayFor, type OverlayAccess } from '../auth/overlay-access.ts'
import { problemOf } from '../auth/room-entry.ts'
import { defineRoutes } from '../define-routes.ts'
import type { Route } from '../route.ts'

/** Dependencies of {@link ticketRoutes}. */
export interface TicketRouteParts extends OverlayAccess {
  readonly tickets: Pick<Tickets, 'issue'>
}

/** Returns the routes that issue tickets: a browser opens a stream without the token in its URL. */
export function ticketRoutes(parts: TicketRouteParts): readonly Route[] {
  const { rooms, tickets } = parts
  const issue = async (room: string, path: string, principal: Principal) => {
    const decision = decide(principal, 'ticket', rooms.find(room))
    if (!decision.allowed) throw problemOf(decision, principal)
    const { ticket, expiresAt } = await tickets.issue(room, grantOf(principal))
    return { ticket, expiresAt, stream: `${path}?ticket=${ticket}` }
  }
  return defineRoutes(ticketApi, {
    'POST /api/rooms/:id/tickets': {
      access: 'ticket',
      audit: 'none', // a ticket is for a minute, and stored nowhere
      shared: true, // a page of any site may hold a token
      handle: ({ params: { id }, principal }) => issue(id, `/rooms/${id}/stream`, principal),
    },
    'POST /api/overlays/:name/tickets': {
      access: 'ticket',
      audit: 'none',
      handle: ({ params, principal }) => {
        const { name, design } = overlayFor(params.name, principal, parts)
        if (design.room === undefined) throw problemOf(withoutRoom, principal)
        return issue(design.room, `/api/overlays/${name}/stream`, principal)
      },
    },
  })
}

const withoutRoom: RoomDenied = {
  refused: 'not-allowed',
  reason: 'an overlay without a room is read without a ticket',
}
