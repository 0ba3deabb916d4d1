import { z } from 'zod'
import { type ProfiledIo, profileDate } from '../../profile.ts'
import { transports } from '../answer.ts'
import { queryTemplate } from './template.ts'

/** The date of the last comparison of the shipped values with the public clients. */
export const shippedDate = '2026-11-20'

const addressOf = (protocol: RegExp, message: string) =>
  z
    .url({ protocol, hostname: z.regexes.domain, error: message })
    .regex(/[^/]$/, 'must not end in /')

const web = addressOf(/^https$/, 'must be an address such as https://live.douyin.com')
const socket = addressOf(
  /^wss$/,
  'must be an address such as wss://webcast100-ws-web-lq.douyin.com',
)

/**
 * The parts of Douyin's web client that may change; in queries, `{…}` stands for values that differ
 * from one request to the next. Hosts, versions and fields are those on which the public clients
 * maintained in 2026 agree (jwwsjlm/douyinLive 006d1b2, biliup adf6a1c, cv-cat/DouYin_Spider
 * c1466c0); the hosts moved from webcast5 to webcast100 that spring.
 */
export const profileSchema = z.strictObject({
  date: profileDate,
  userAgent: z
    .string()
    .regex(/^Mozilla\/[ -~]{1,400}$/, 'must begin with Mozilla/ and be plain ASCII')
    .default(
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
    ),
  /** The site with the pages of rooms. */
  site: web.default('https://live.douyin.com'),
  /** The target of short links; its answer contains the web_rid of the room. */
  reflow: web.default('https://webcast.amemv.com'),
  /** The hosts to which a shared link may redirect; requests go to no others. */
  shareHosts: z
    .array(z.string().regex(z.regexes.domain, 'must be a host name such as www.douyin.com'))
    .default(['v.douyin.com', 'www.douyin.com', 'www.iesdouyin.com', 'webcast.amemv.com']),
  /** The push service; every host serves every room. */
  push: z
    .tuple([socket], socket)
    .default([
      'wss://webcast100-ws-web-lq.douyin.com',
      'wss://webcast100-ws-web-hl.douyin.com',
      'wss://webcast100-ws-web-lf.douyin.com',
    ]),
  pushPath: z
    .string()
    .regex(/^\/[\w/-]*$/, 'must be a path such as /webcast/im/push/v2/')
    .default('/webcast/im/push/v2/'),
  /**
   * The transport of answers and heartbeats: `auto` uses that of the received frames, `web` and
   * `bytelink` are fixed.
   */
  transport: z.enum(transports, { error: 'must be auto, web or bytelink' }).default('auto'),
  versionCode: z
    .string()
    .regex(/^\d{1,12}$/, 'must be digits in quotes')
    .default('180800'),
  sdkVersion: z
    .string()
    .regex(/^[\w.-]{1,32}$/, 'must be a version such as 1.0.15')
    .default('1.0.15'),
  /** The fields of a push address except its signature, in the order of the web client. */
  pushQuery: queryTemplate(
    ['versionCode', 'sdkVersion', 'browserVersion', 'cursor', 'detail', 'site', 'visitor', 'room'],
    {
      app_name: 'douyin_web',
      version_code: '{versionCode}',
      webcast_sdk_version: '{sdkVersion}',
      update_version_code: '{sdkVersion}',
      compress: 'gzip',
      device_platform: 'web',
      cookie_enabled: 'true',
      screen_width: '1920',
      screen_height: '1080',
      browser_language: 'zh-CN',
      browser_platform: 'Win32',
      browser_name: 'Mozilla',
      browser_version: '{browserVersion}',
      browser_online: 'true',
      tz_name: 'Asia/Shanghai',
      cursor: '{cursor}',
      internal_ext: '{detail}',
      host: '{site}',
      aid: '6383',
      live_id: '1',
      did_rule: '3',
      endpoint: 'live_pc',
      support_wrds: '1',
      user_unique_id: '{visitor}',
      im_path: '/webcast/im/fetch/',
      identity: 'audience',
      // The server repeats this many of the last messages to a new connection.
      need_persist_msg_count: '15',
      insert_task_id: '',
      live_reason: '',
      room_id: '{room}',
      heartbeatDuration: '0',
    },
  ),
  /** The query for the last messages of a room; public clients receive them without a signature. */
  fetchQuery: queryTemplate(['versionCode', 'browserVersion', 'visitor', 'room'], {
    resp_content_type: 'protobuf',
    did_rule: '3',
    device_id: '',
    app_name: 'douyin_web',
    endpoint: 'live_pc',
    support_wrds: '1',
    user_unique_id: '{visitor}',
    identity: 'audience',
    need_persist_msg_count: '15',
    insert_task_id: '',
    live_reason: '',
    room_id: '{room}',
    version_code: '{versionCode}',
    last_rtt: '0',
    live_id: '1',
    aid: '6383',
    fetch_rule: '1',
    cursor: '',
    internal_ext: '',
    device_platform: 'web',
    cookie_enabled: 'true',
    screen_width: '1920',
    screen_height: '1080',
    browser_language: 'zh-CN',
    browser_platform: 'Win32',
    browser_name: 'Mozilla',
    browser_version: '{browserVersion}',
    browser_online: 'true',
    tz_name: 'Asia/Shanghai',
  }),
  /** The query for the state of a room. */
  enterQuery: queryTemplate(['webRid', 'chromeVersion'], {
    aid: '6383',
    app_name: 'douyin_web',
    live_id: '1',
    device_platform: 'web',
    cookie_enabled: 'true',
    screen_width: '1920',
    screen_height: '1080',
    browser_language: 'zh-CN',
    browser_platform: 'Win32',
    language: 'zh-CN',
    enter_from: 'link_share',
    browser_name: 'Chrome',
    browser_version: '{chromeVersion}',
    os_name: 'Windows',
    os_version: '10',
    web_rid: '{webRid}',
    room_id_str: '',
    enter_source: '',
    is_need_double_stream: 'false',
    insert_task_id: '',
    live_reason: '',
  }),
  /** The query for the room of a broadcast. */
  reflowQuery: queryTemplate(['room', 'secUserId'], {
    type_id: '0',
    live_id: '1',
    room_id: '{room}',
    sec_user_id: '{secUserId}',
    version_code: '99.99.99',
    app_id: '1128',
    aid: '6383',
  }),
})

/** The profile of the web client. */
export type Profile = z.infer<typeof profileSchema>

/** The dependencies of requests to Douyin. */
export type DouyinIo = ProfiledIo<Profile>
