import { z } from 'zod'
import { epochMs, wholeNumber } from './common.ts'
import { uploadPath } from './upload.ts'

/** The form of the address of a live room. */
export const liveSlug = z
  .string()
  .regex(/^[a-z0-9-]{3,40}$/, 'must be a-z, 0-9 and -, 3 to 40 characters')
  .refine((name) => name !== 'boards', 'is reserved')

/** The title of a broadcast. */
export const title = z.string().trim().min(1).max(80)
/** The cover of a broadcast. */
export const cover = z
  .union([z.url({ protocol: /^https$/, error: 'must be an https address' }).max(500), uploadPath])
  .describe('An https address of a picture, or the path of an own upload.')
/** The visibility of a live room. */
export const visibility = z.enum(['public', 'unlisted', 'private'])
/** The id of an account. */
export const account = z.string().min(1).max(64).describe('The id of an account.')
/** An account with its name. */
export const accountName = z.object({ id: account, name: z.string().optional() })
const state = z
  .union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)])
  .describe('0 not started, 1 live, 2 paused, 3 ended.')

const maxSlowMs = 120_000
const maxAgeMs = 30 * 86_400_000

/** The rules of a live room for comments. */
export const rules = z
  .strictObject({
    slowMs: z.int().min(0).max(maxSlowMs).describe('The time between two comments of one author.'),
    followersOnly: z.boolean(),
    minAccountAgeMs: z.int().min(0).max(maxAgeMs),
    noRepeats: z.boolean(),
    noLinks: z.boolean(),
    blockedWords: z.array(z.string().trim().min(1).max(40)).max(200),
    beforeStart: z.boolean().describe('Accepts comments before the broadcast has started, too.'),
  })
  .meta({ id: 'CommentRules', description: 'The rules of a live room for comments.' })

const broadcast = z
  .object({
    number: z.int().describe('1 for the first broadcast of the room.'),
    title,
    cover: z.string().optional(),
    state,
    cause: z.enum(['host', 'lost']).optional().describe('The cause of a pause.'),
    likes: z.int(),
    createdAt: epochMs,
    startedAt: epochMs.optional(),
    endedAt: epochMs.optional(),
  })
  .meta({ id: 'Broadcast', description: 'A broadcast in a live room.' })

/** A live room. */
export const liveRoom = z
  .object({
    id: z.string(),
    room: z.string().describe('The room of the feed, `live:<id>`.'),
    host: accountName,
    visibility,
    createdAt: epochMs,
    version: z.int().describe('Rises with each change.'),
    broadcast: broadcast.describe('The current broadcast, or the last one.'),
    rules: rules.partial({ blockedWords: true }).describe('`blockedWords` for moderators alone.'),
    pinned: z.string().optional().describe('The id of the pinned comment.'),
    role: z
      .enum(['host', 'moderator', 'member'])
      .optional()
      .describe('The role of the caller in the room.'),
  })
  .meta({ id: 'LiveRoom', description: 'A live room of this server.' })

/** The id of a comment. */
export const commentId = z.string().regex(/^[1-9]\d{0,15}$/, 'must be the id of a comment')

/** The parameters of a path that names a live room. */
export const params = z.object({ id: z.string() })
const cursor = z.string().min(1).max(200).optional().describe('The `next` of the page before.')
/** The query of a page. */
export const page = { cursor, limit: wholeNumber(1, 100).default(50) }
/** The cursor of the next page. */
export const next = z
  .string()
  .optional()
  .describe('The cursor of the next page; absent on the last one.')
/** The answer without a body. */
export const done = { description: 'Done.' }
/** The answer with the changed room. */
export const theRoom = { description: 'The room as it is now.', body: liveRoom }
