import { z } from 'zod'
import { type ProfiledIo, profileDate } from '../../profile.ts'

/** The date of the last comparison of the shipped values with the published interface. */
export const shippedDate = '2026-11-20'

/**
 * The parts of the open platform that may change: the interface is published, so changes are
 * announced.
 */
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
  /** The path of the calls start, heartbeat, batchHeartbeat and end. */
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

/** The profile of the open platform. */
export type Profile = z.infer<typeof profileSchema>

/** The dependencies of calls to the open platform. */
export type OpenIo = ProfiledIo<Profile>
