import { z } from 'zod'
import { epochMs } from './common.ts'
import type { Api } from './endpoint.ts'
import { slug } from './name.ts'
import { omittable } from './omit.ts'
import { roomStatus } from './room.ts'

/** Text that a user pasted for a room; share texts of apps and links with a query are long. */
export const pastedRoom = z.string().min(1).max(8192)

const source = z.strictObject({
  platform: z.string().min(1).max(32),
  ref: z.string(),
})

const newSource = z.strictObject({
  platform: source.shape.platform.optional().describe('Required if `ref` does not contain it.'),
  ref: pastedRoom.describe('An id, or a pasted link of the room; stored as the id.'),
})

const pattern = z.string().max(200)

const schedule = z.strictObject({
  opens: pattern.describe('Cron pattern of the times at which the room begins to listen.'),
  closes: pattern.describe('Cron pattern of the times at which it stops.'),
  zone: z.string().max(64).default('UTC').describe('Time zone, such as Asia/Shanghai.'),
})

const title = z.string().max(200)
const visibility = z.enum(['public', 'unlisted', 'private'])
const newSources = z.array(newSource).max(20)
const state = z.enum(['open', 'closed'])
const omit = z
  .array(z.enum(omittable))
  .max(omittable.length)
  .describe('Types of events that are neither stored nor published, only counted.')

const newRoom = z.strictObject({
  slug,
  title: title.optional(),
  visibility: visibility.default('public'),
  enabled: z.boolean().default(true),
  sources: newSources.default([]),
  omit: omit.default([]),
  schedule: schedule.optional(),
})

/** The body that changes a room. */
export const changedRoom = z.strictObject({
  title: title.optional(),
  visibility: visibility.optional(),
  enabled: z.boolean().optional(),
  sources: newSources.optional(),
  omit: omit.optional(),
  schedule: schedule.nullable().optional().describe('null: the room always listens.'),
  override: state
    .nullable()
    .optional()
    .describe('Manual, until the next change by the schedule; null: the schedule decides.'),
})

const configuredRoom = z
  .object({
    slug,
    title: title.optional(),
    visibility,
    enabled: z.boolean(),
    sources: z.array(source),
    omit,
    schedule: z.object({ opens: z.string(), closes: z.string(), zone: z.string() }).optional(),
    override: z.object({ state, at: epochMs }).optional(),
    listening: roomStatus.listening,
    status: roomStatus.sources,
    cookies: z
      .record(z.string(), z.literal('set'))
      .describe('Platforms for which this room has a cookie, its own or that of all rooms.'),
    omitted: roomStatus.omitted,
  })
  .meta({ id: 'ConfiguredRoom', description: 'The configuration and the status of a room.' })

const params = z.object({ slug })

/** The endpoints of configured rooms. */
export const catalogApi = {
  'POST /api/rooms': {
    tag: 'Rooms',
    summary: 'Configures a room: its sources flow into one log from now on.',
    problems: ['conflict', 'not-a-room', 'no-answer'],
    body: newRoom,
    answers: { 201: { description: 'The room.', body: configuredRoom } },
  },
  'GET /api/rooms/:slug': {
    tag: 'Rooms',
    summary: 'Returns the configuration of a room, and the status of its sources.',
    problems: ['no-such-room'],
    params,
    answers: { 200: { description: 'The room.', body: configuredRoom } },
  },
  'PATCH /api/rooms/:slug': {
    tag: 'Rooms',
    summary: 'Changes the fields in the body; `sources` and `omit` replace the whole list.',
    problems: ['no-such-room', 'conflict', 'not-a-room', 'no-answer'],
    params,
    body: changedRoom,
    answers: { 200: { description: 'The changed room.', body: configuredRoom } },
  },
  'DELETE /api/rooms/:slug': {
    tag: 'Rooms',
    summary: 'Removes a room; its events stay stored.',
    problems: ['no-such-room'],
    params,
    answers: { 204: { description: 'Removed.' } },
  },
} as const satisfies Api
