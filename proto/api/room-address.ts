import { z } from 'zod'
import type { Site } from '../input/site.ts'
import { pastedRoom } from './catalog.ts'
import { bilingual } from './common.ts'
import type { Api } from './endpoint.ts'

const sitePage = z.object({
  at: z.array(z.string()),
  path: z.string().optional(),
  query: z.array(z.string()).optional(),
  gives: z.enum(['room', 'broadcast', 'short-link', 'profile', 'video', 'no-room']),
})

const site = z
  .object({
    platform: z.string(),
    title: bilingual,
    off: z.boolean().optional().describe('True if the setting PLATFORMS excludes it.'),
    aliases: z
      .array(z.string())
      .optional()
      .describe('Names of the platform that users write before a room.'),
    ref: z.string().optional().describe('A regular expression for a whole ref.'),
    refIs: bilingual.optional().describe('The same in words.'),
    broadcast: z.string().optional().describe('The same for the id of one broadcast.'),
    numbered: z.boolean().optional().describe('True if a number alone may be a room.'),
    example: z.string().optional(),
    pages: z
      .array(sitePage)
      .optional()
      .describe('The forms of its addresses; the first match wins.'),
  })
  .meta({ id: 'Site', description: 'The names of a platform and the forms of its room addresses.' })

/** The endpoints of room addresses. */
export const roomAddressApi = {
  'GET /api/platforms': {
    tag: 'Rooms',
    summary: 'Lists the platforms, and the forms of their room addresses.',
    answers: {
      200: {
        description: 'The platforms.',
        body: z.object({ platforms: z.array(site as z.ZodType<Site, Site>) }),
      },
    },
  },
  'POST /api/room-address': {
    tag: 'Rooms',
    summary:
      'Finds the room in a pasted text; follows a short link for callers who may open its room.',
    problems: ['not-a-room', 'no-answer'],
    body: z.strictObject({
      text: pastedRoom.describe('A link, a share text with a link in it, `B站5440`, a number …'),
    }),
    answers: {
      200: {
        description: 'The room, or those that may be meant.',
        body: z.object({
          rooms: z
            .array(z.string())
            .min(1)
            .describe('Ids to subscribe to; several if the text may mean any of them.'),
        }),
      },
    },
  },
} as const satisfies Api
