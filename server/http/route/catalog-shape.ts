import { z } from 'zod'
import { omittable } from '../../room/omit.ts'
import { scheduleProblem } from '../../room/schedule.ts'
import { listening, omitted, sourceStatus } from '../source-status.ts'

/** The name of a configured room. */
export const slug = z
  .string()
  .regex(/^[a-z0-9-]{1,64}$/, 'must be a-z, 0-9 and -, up to 64 characters')

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

const schedule = z
  .strictObject({
    opens: pattern.describe('Cron pattern of the times at which the room begins to listen.'),
    closes: pattern.describe('Cron pattern of the times at which it stops.'),
    zone: z.string().max(64).default('UTC').describe('Time zone, such as Asia/Shanghai.'),
  })
  .superRefine((wanted, context) => {
    const message = scheduleProblem(wanted)
    if (message !== undefined) context.addIssue({ code: 'custom', message })
  })

const title = z.string().max(200)
const visibility = z.enum(['public', 'unlisted', 'private'])
const sources = z.array(source)
const newSources = z.array(newSource).max(20)
const omit = z
  .array(z.enum(omittable))
  .max(omittable.length)
  .describe('Types of events that are neither stored nor published, only counted.')

/** The body that creates a room. */
export const newRoom = z.strictObject({
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
  override: z
    .enum(['open', 'closed'])
    .nullable()
    .optional()
    .describe('Manual, until the next change by the schedule; null: the schedule decides.'),
})

/** The configuration and the status of a room. */
export const configuredRoom = z
  .object({
    slug,
    title: title.optional(),
    visibility,
    enabled: z.boolean(),
    sources,
    omit,
    schedule: z.object({ opens: z.string(), closes: z.string(), zone: z.string() }).optional(),
    override: z.object({ state: z.enum(['open', 'closed']), at: z.int() }).optional(),
    listening,
    status: z.array(sourceStatus),
    cookies: z
      .record(z.string(), z.literal('set'))
      .describe('Platforms for which this room has a cookie, its own or that of all rooms.'),
    omitted,
  })
  .meta({ id: 'ConfiguredRoom', description: 'The configuration and the status of a room.' })
