import { z } from 'zod'

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

/** The access key of an app, and the code of the room that it receives. */
export const openLiveFields = z.strictObject({
  appId: z.int().positive(),
  accessKeyId: accessKey,
  accessKeySecret: accessKey,
  code: identityCode.describe('The identity code of the streamer.'),
})
