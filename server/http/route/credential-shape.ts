import { z } from 'zod'
import { loginSites } from '../../platform/registry.ts'
import { slug } from '../../../proto/api/name.ts'

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

// The platforms that accept a cookie; each of them defines what the cookie must hold.
const accounts = loginSites.map(({ platform }) => platform)

const account = z.strictObject({
  platform: z.enum(accounts),
  room: slug.optional().describe('The only room that uses it; absent: every configured room.'),
  cookie: z
    .string()
    .max(65_536)
    .describe('The Cookie header of a logged-in browser, or the export of a cookie extension.'),
})

/** The body that stores a credential. */
export const credentialWish = z.discriminatedUnion('platform', [openLive, account], {
  error: ({ code }) =>
    code === 'invalid_union' ? `must be ${accounts.join(', ')} or bilibili-open` : undefined,
})
