import { z } from 'zod'
import { eventTypes, parsePosition } from '../feed/index.ts'
import { feedMessage, gapFrame } from '../feed/schema/frame.ts'
import { event, wholeNumber } from './common.ts'
import type { Api } from './endpoint.ts'
import { roomInPath } from './room.ts'

const since = z
  .string()
  .refine(parsePosition, 'must be <epoch>:<seq>, as the hello frame and the SSE ids give it')
  .describe('The position after which the events begin.')

// Besides the types of events: every type, future ones too; and raw messages, which are no events.
const typeNames: ReadonlySet<string> = new Set([...eventTypes, 'all', 'raw'])

const types = z
  .string()
  .superRefine((names, context) => {
    const unknown = names.split(',').find((name) => !typeNames.has(name))
    if (unknown === undefined) return
    const named = JSON.stringify(unknown.slice(0, 40))
    context.addIssue({
      code: 'custom',
      message: `holds ${named}; known are ${[...typeNames].join(', ')}`,
    })
  })
  .describe('Names of event types, with commas between them.')

/** The query of a stream, over each transport. */
export const streamQuery = z.object({
  since: since.optional(),
  last: wholeNumber(0, 100).optional().describe('The number of events before now to begin with.'),
  types: types.optional(),
  alive: z
    .literal('1', { error: 'can only be 1' })
    .optional()
    .describe('Sends the position regularly, also while nothing happens.'),
  presence: z
    .literal('0', { error: 'can only be 0' })
    .optional()
    .describe('Does not count as a viewer of a live room: for overlays and tools.'),
})

/** A checked {@link streamQuery}. */
export type StreamQuery = z.output<typeof streamQuery>

const credentials = { token: z.string().optional(), ticket: z.string().optional() }

const page = z
  .object({
    room: z.string(),
    epoch: z.string(),
    head: z.int().describe('The newest position of this epoch.'),
    next: z.string().describe('The `since` of the next request.'),
    gap: gapFrame.optional().describe('The events before these that are lost.'),
    events: z.array(event),
  })
  .meta({ id: 'EventPage', description: 'Events, as the stream sends them.' })

/** The endpoints of the events of a room. */
export const feedApi = {
  'GET /rooms/:id/events': {
    tag: 'Feed',
    summary: 'Returns a page of events: after a position, or the newest.',
    problems: ['too-many-streams'],
    params: roomInPath,
    query: z.object({
      since: since.optional(),
      limit: wholeNumber(1, 500).default(100),
      types: types.optional(),
      token: credentials.token,
    }),
    answers: {
      200: { description: 'A page; the last one if `next` is the head.', body: page },
    },
  },
  'GET /rooms/:id/stream': {
    tag: 'Feed',
    summary: 'Streams a room as Server-Sent Events, or as a WebSocket: see /asyncapi.json.',
    problems: ['too-many-streams'],
    params: roomInPath,
    query: streamQuery.extend(credentials),
    answers: {
      200: {
        description: 'Server-Sent Events; `data` of each is one message as JSON.',
        type: 'text/event-stream',
        body: feedMessage,
      },
    },
  },
} as const satisfies Api
