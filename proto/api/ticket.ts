import { z } from 'zod'
import { epochMs } from './common.ts'
import type { Api } from './endpoint.ts'
import { slug } from './name.ts'
import { roomInPath } from './room.ts'

const issued = z.object({
  ticket: z.string(),
  expiresAt: epochMs,
  stream: z.string().describe('The address of the stream on this server.'),
})

/** The endpoints that issue tickets. */
export const ticketApi = {
  'POST /api/rooms/:id/tickets': {
    tag: 'Access',
    summary: 'Issues a ticket that opens one stream of this room, once, within a minute.',
    params: roomInPath,
    answers: { 201: { description: 'The ticket.', body: issued } },
  },
  'POST /api/overlays/:name/tickets': {
    tag: 'Access',
    summary: 'Issues a ticket that opens the stream of this overlay, once, within a minute.',
    problems: ['no-such-overlay'],
    params: z.object({ name: slug }),
    answers: { 201: { description: 'The ticket.', body: issued } },
  },
} as const satisfies Api
