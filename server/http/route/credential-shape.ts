import { z } from 'zod'
import { slug } from './catalog-shape.ts'

/** What a credential may be called; `bilibili-open:<name>` is a source. */
export const credentialName = z
  .string()
  .regex(/^[a-z0-9-]{1,64}$/, 'must be a-z, 0-9 and -, up to 64 characters')

// What a header may hold; browsers send no more than this either.
const cookie = z
  .string()
  .trim()
  .min(1)
  .max(8192)
  .transform((text) => text.replace(/^cookie:\s*/i, ''))
  .pipe(z.string().regex(/^[\x20-\x7e]+$/, 'must be one line, as a browser sends it'))

const accessKey = z
  .string()
  .trim()
  .regex(/^[\x21-\x7e]{1,128}$/, 'must be the key alone, without spaces')

const identityCode = z
  .string()
  .trim()
  .regex(
    /^[0-9A-Z]{12,14}$/,
    'must be the identity code (身份码) of 12 to 14 capital letters and digits, as the live centre shows it; a room number or uid is none',
  )

const openLive = z.strictObject({
  platform: z.literal('bilibili-open'),
  appId: z.int().positive(),
  accessKeyId: accessKey,
  accessKeySecret: accessKey,
  code: identityCode.describe('The identity code of the streamer.'),
})

const account = z.strictObject({
  platform: z.enum(['bilibili', 'douyin']),
  room: slug.optional().describe('The only room it is for; absent: every configured room.'),
  cookie: cookie.describe('The whole line that a logged-in browser sends as Cookie.'),
})

/** What makes a credential. */
export const credentialWish = z.discriminatedUnion('platform', [openLive, account], {
  error: ({ code }) =>
    code === 'invalid_union' ? 'must be bilibili, douyin or bilibili-open' : undefined,
})

const set = z.literal('set').optional()

/** A credential as the API tells it: never what is secret. */
export const credentialShape = z
  .object({
    name: credentialName,
    platform: z.string(),
    room: slug.optional(),
    readable: z.boolean().describe('False where its key is lost: give it anew.'),
    cookie: set,
    appId: z.int().optional(),
    accessKeyId: set,
    accessKeySecret: set,
    code: set,
    createdAt: z.int(),
    updatedAt: z.int(),
  })
  .meta({ id: 'Credential', description: 'What is logged in to a platform with; no secret.' })
