import { z } from 'zod'
import { type ProfiledIo, profileDate } from '../../profile.ts'

/** The date of the last comparison of the shipped values with the public clients. */
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
 * The parts of Bilibili's web player that may change. Hosts, paths and parameters are those on
 * which the public clients maintained in 2026 agree (blivedm 1.1.7, laplace-live/ws 8.0.3, biliup
 * adf6a1c); requests are signed since 2025-05 and need a device id since 2025-06.
 */
export const profileSchema = z.strictObject({
  date: profileDate,
  userAgent: z
    .string()
    .regex(/^Mozilla\/[ -~]{1,400}$/, 'must begin with Mozilla/ and be plain ASCII')
    .default(
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
    ),
  /** The site whose page the requests name. */
  origin: web.default('https://live.bilibili.com'),
  /** The interface for accounts, devices and keys. */
  api: web.default('https://api.bilibili.com'),
  /** The interface for rooms. */
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
  /** The path of device ids. */
  devicePath: path.default('/x/frontend/finger/spi'),
  /** The path of the keys of the day and of the logged-in account. */
  keysPath: path.default('/x/web-interface/nav'),
  roomPath: path.default('/room/v1/Room/get_info'),
  /** The path of the last lines of a room. */
  historyPath: path.default('/xlive/web-room/v1/dM/gethistory'),
  /** The path of the superchats on display; needs no login or signature (clients of 2026-10). */
  superchatPath: path.default('/av/v1/SuperChat/getMessageList'),
  /** The path of tokens and their hosts. */
  tokenPath: path.default('/xlive/web-room/v1/index/getDanmuInfo'),
  /** The parameters beside the room's number; the second is the page that the player names. */
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
  /** The declaration of the player; `protover` 2 requests zlib, 3 brotli. */
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

/** The profile of the web player. */
export type Profile = z.infer<typeof profileSchema>

/** The dependencies of requests to Bilibili. */
export type BilibiliIo = ProfiledIo<Profile>
