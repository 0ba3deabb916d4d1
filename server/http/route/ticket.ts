import type { Context } from 'hono'
import { z } from 'zod'
import type { Tickets } from '../../account/ticket.ts'
import { decide } from '../../account/policy.ts'
import { grantOf } from '../../account/principal.ts'
import type { RoomDenied } from '../../room/room-denied.ts'
import { problemOf } from '../auth/room-entry.ts'
import type { HttpEnv, Route } from '../route.ts'
import { overlayFor, type OverlayAccess } from '../auth/overlay-access.ts'

const issued = z.object({
  ticket: z.string(),
  expiresAt: z.int(),
  /** Address of the stream on this server. */
  stream: z.string(),
})

/** Dependencies of {@link ticketRoutes}. */
export interface TicketRouteParts extends OverlayAccess {
  readonly tickets: Pick<Tickets, 'issue'>
}

/** A stream, and the room whose readers may open it. */
interface Stream {
  readonly room: string
  readonly path: string
}

/** Returns the routes that issue tickets: a browser opens a stream without the token in its URL. */
export function ticketRoutes(parts: TicketRouteParts): readonly Route[] {
  return [roomTicketRoute(parts), overlayTicketRoute(parts)]
}

function roomTicketRoute(parts: TicketRouteParts): Route {
  return {
    method: 'POST',
    path: '/api/rooms/:id/tickets',
    access: 'ticket',
    shared: true, // a page of any site may hold a token
    doc: {
      tag: 'Access',
      summary: 'Issues a ticket that opens one stream of this room, once, within a minute.',
      params: z.object({ id: z.string() }),
      answers: { 201: { description: 'The ticket.', body: issued } },
    },
    handle: (c) => {
      const room = c.req.param('id') ?? ''
      return issueTicket(c, { room, path: `/rooms/${room}/stream` }, parts)
    },
  }
}

function overlayTicketRoute(parts: TicketRouteParts): Route {
  return {
    method: 'POST',
    path: '/api/overlays/:name/tickets',
    access: 'ticket',
    doc: {
      tag: 'Access',
      summary: 'Issues a ticket that opens the stream of this overlay, once, within a minute.',
      problems: ['no-such-overlay'],
      params: z.object({ name: z.string() }),
      answers: { 201: { description: 'The ticket.', body: issued } },
    },
    handle: (c) => {
      const principal = c.get('principal')
      const { name, design } = overlayFor(c.req.param('name') ?? '', principal, parts)
      if (design.room === undefined) throw problemOf(withoutRoom, principal)
      return issueTicket(c, { room: design.room, path: `/api/overlays/${name}/stream` }, parts)
    },
  }
}

async function issueTicket(
  c: Context<HttpEnv>,
  { room, path }: Stream,
  { rooms, tickets }: TicketRouteParts,
): Promise<Response> {
  const principal = c.get('principal')
  const decision = decide(principal, 'ticket', rooms.find(room))
  if (!decision.allowed) throw problemOf(decision, principal)
  const { ticket, expiresAt } = await tickets.issue(room, grantOf(principal))
  return c.json({ ticket, expiresAt, stream: `${path}?ticket=${ticket}` }, 201)
}

const withoutRoom: RoomDenied = {
  refused: 'not-allowed',
  reason: 'an overlay without a room is read without a ticket',
}
