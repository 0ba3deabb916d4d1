import { z } from 'zod'
import { type ProfiledIo, profileDate } from '../../profile.ts'

/** The day on which what is shipped here was last compared with the public clients. */
export const shippedDate = '2026-11-20'

const web = z
  .url({
    protocol: /^https$/,
    hostname: z.regexes.domain,
    error: 'must be an address such as https://api.bilibili.com',
  })
  .regex(/[^/]$/, 'must not end in /')

const domain = z.string().regex(z.regexes.domain, 'must be a domain such as bilibili.com')

const path = z.string().regex(/^\/[\w./-]{1,200}$/, 'must be a path such as /x/web-interface/nav')

/**
 * Everything about Bilibili's web player that may be different tomorrow. Hosts, paths and parameters
 * are those which the public clients kept up in 2026 agree on (blivedm 1.1.7, laplace-live/ws 8.0.3,
 * biliup adf6a1c); requests are signed since 2025-05 and need a device id since 2025-06.
 */
export const profileSchema = z.strictObject({
  date: profileDate,
  userAgent: z
    .string()
    .regex(/^Mozilla\/[ -~]{1,400}$/, 'must begin with Mozilla/ and be plain ASCII')
    .default(
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
    ),
  /** The site whose page we stand in for. */
  origin: web.default('https://live.bilibili.com'),
  /** Accounts, devices, keys. */
  api: web.default('https://api.bilibili.com'),
  /** Rooms. */
  live: web.default('https://api.live.bilibili.com'),
  /** The hosts that may be requested to follow a shared link. */
  shareHosts: z
    .array(z.string().regex(z.regexes.domain, 'must be a host name such as b23.tv'))
    .default([
      'b23.tv',
      'bili2233.cn',
      'bili22.cn',
      'bili23.cn',
      'bili33.cn',
      'www.bilibili.com',
      'm.bilibili.com',
    ]),
  /** Gives a device id. */
  devicePath: path.default('/x/frontend/finger/spi'),
  /** Gives the keys of the day, and tells who is logged in. */
  keysPath: path.default('/x/web-interface/nav'),
  roomPath: path.default('/room/v1/Room/get_info'),
  /** The path of the last lines of a room. */
  historyPath: path.default('/xlive/web-room/v1/dM/gethistory'),
  /** The path of the superchats on display; needs no login or signature (clients of 2026-10). */
  superchatPath: path.default('/av/v1/SuperChat/getMessageList'),
  /** Gives a token and the hosts it is good for. */
  tokenPath: path.default('/xlive/web-room/v1/index/getDanmuInfo'),
  /** What goes with the room's number there; the second is the page the player says it stands on. */
  tokenQuery: z
    .record(z.string().regex(/^\w{1,64}$/), z.string().regex(/^[\w.-]{0,64}$/))
    .default({ type: '0', web_location: '444.8' }),
  socketPath: path.default('/sub'),
  /** The domains of the sockets; a URL of another domain is not dialed. */
  socketDomains: z
    .array(domain)
    .min(1)
    .default(['bilibili.com', 'biliapi.com', 'biliapi.net', 'bilivideo.com']),
  /** The socket that serves every room, dialed if the names of other hosts cannot be resolved. */
  gateway: z
    .url({
      protocol: /^wss$/,
      hostname: z.regexes.domain,
      error: 'must be an address such as wss://broadcastlv.chat.bilibili.com/sub',
    })
    .default('wss://broadcastlv.chat.bilibili.com/sub'),
  /** How the player introduces itself; `protover` 2 asks for zlib, 3 for brotli. */
  player: z
    .strictObject({
      protover: z.union([z.literal(2), z.literal(3)]).default(3),
      platform: z
        .string()
        .regex(/^\w{1,32}$/)
        .default('web'),
      type: z.int().min(0).max(1000).default(2),
      /** True if it declares acknowledgements: `support_ack`, `queue_uuid` and `scene`. */
      acknowledges: z.boolean().default(true),
      scene: z
        .string()
        .regex(/^\w{1,32}$/)
        .default('room'),
    })
    .prefault({}),
})

/** The web player as it is today. */
export type Profile = z.infer<typeof profileSchema>

/** What requests to Bilibili are made with. */
export type BilibiliIo = ProfiledIo<Profile>
