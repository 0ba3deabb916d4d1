import { z } from 'zod'
import { type ProfiledIo, profileDate } from '../../profile.ts'

/** The day on which what is shipped here was last compared with the published interface. */
export const shippedDate = '2026-11-20'

/** What the open platform may move: it is published, so it says so before. */
export const profileSchema = z.strictObject({
  date: profileDate,
  api: z
    .url({
      protocol: /^https$/,
      hostname: z.regexes.domain,
      error: 'must be an address such as https://live-open.biliapi.com',
    })
    .regex(/[^/]$/, 'must not end in /')
    .default('https://live-open.biliapi.com'),
  /** The calls stand below it: start, heartbeat, batchHeartbeat, end. */
  appPath: z
    .string()
    .regex(/^\/[\w/-]{1,100}[^/]$/, 'must be a path such as /v2/app')
    .default('/v2/app'),
  /** The domains of the sockets; a URL of another domain is not dialed. */
  socketDomains: z
    .array(z.string().regex(z.regexes.domain, 'must be a domain such as bilibili.com'))
    .min(1)
    .default(['bilibili.com', 'biliapi.com', 'biliapi.net']),
})

/** The open platform as it is today. */
export type Profile = z.infer<typeof profileSchema>

/** What calls of the open platform are made with. */
export type OpenIo = ProfiledIo<Profile>
