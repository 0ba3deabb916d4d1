import { z } from 'zod'
import { coverage, limit, login, sourceState } from '../feed/schema/common.ts'
import { epochMs, event } from './common.ts'
import type { Api, Immutable } from './endpoint.ts'

/** The parameter of a path that names a room; the room itself says what is wrong with the name. */
export const roomInPath = z.object({ id: z.string() })

const sourceStatus = z
  .object({
    source: z.string().describe('`platform:ref`.'),
    state: sourceState
      .optional()
      .describe('As in the `source` event; absent until the source was started.'),
    since: epochMs.optional().describe('The time at which this state began.'),
    lastEventAt: epochMs
      .optional()
      .describe('The last message of the source, also one that the feed leaves out.'),
    retryAt: epochMs.optional().describe('The time of the next attempt.'),
    reason: z.string().optional(),
    reasonCode: z.string().optional().describe('As in the `source` event.'),
    coverage: coverage
      .optional()
      .describe('The share of its chat that arrives; absent until enough was compared.'),
    limits: z.array(limit).describe('The limits of the current login.'),
    login: login.optional().describe('The current login at the platform.'),
    offers: z
      .array(z.object({ login, limits: z.array(limit), provides: z.string() }))
      .describe('The access that each login has, the least first.'),
  })
  .meta({ id: 'SourceStatus', description: 'The reception of a source.' })

const listening = z
  .object({
    open: z.boolean(),
    why: z.enum(['always', 'disabled', 'schedule', 'override']),
    changesAt: epochMs.optional().describe('The time of the next change by the schedule.'),
  })
  .meta({ id: 'Listening', description: 'The listening state of a room, and its cause.' })

/** The reception of a source. */
export type SourceStatus = Immutable<z.input<typeof sourceStatus>>

/** The status of a room that is configured: whether it listens, and what it receives. */
export const roomStatus = {
  listening,
  sources: z.array(sourceStatus),
  omitted: z
    .record(z.string(), z.int())
    .describe('The number of events of each type that the room has left out since it opened.'),
}

const mirroredRoom = z
  .object({
    id: z.string(),
    epoch: z.string(),
    head: z.int(),
    readers: z.int(),
    state: z
      .array(event)
      .describe('The latest `source`, `room` and `stats` of each source, and each `rank`.'),
  })
  .meta({ id: 'MirroredRoom', description: 'A room of the origin, as it stands here.' })

const openRoom = mirroredRoom
  .extend({
    ...roomStatus,
    title: z.string().optional().describe('The name that its owner gave it.'),
    listening: listening.optional().describe('Of a configured room.'),
  })
  .meta({ id: 'Room', description: 'An open room, and the status of its sources.' })

const closedRoom = z.object({ id: z.string(), title: z.string().optional(), listening })

/** The endpoints that show rooms. */
export const roomApi = {
  'GET /api/rooms': {
    tag: 'Feed',
    summary: 'Lists the rooms that the caller may see.',
    answers: {
      200: {
        description:
          'The open rooms, oldest first, and in `closed` the configured rooms that are not open.',
        body: z.object({ rooms: z.array(openRoom), closed: z.array(closedRoom) }),
      },
    },
  },
  'GET /rooms/:id': {
    tag: 'Feed',
    summary: 'Returns one room and its state, and opens the room if necessary.',
    params: roomInPath,
    answers: { 200: { description: 'The room.', body: openRoom } },
  },
} as const satisfies Api

/** The endpoint of an edge that shows a room of the origin. */
export const mirroredRoomApi = {
  'GET /rooms/:id': {
    tag: 'Feed',
    summary: 'Returns one room and its state, and opens it at the origin if necessary.',
    params: roomInPath,
    answers: { 200: { description: 'The room.', body: mirroredRoom } },
  },
} as const satisfies Api
