import type { Random } from '../../../lib/random.ts'
import type { Cursor } from '../../connector.ts'
import { longId } from './long-id.ts'
import type { Profile, Query } from './profile.ts'

/** Whom a connection is for. */
export interface Seat {
  readonly roomId: string
  /** The visitor: the same in the query, in the cursor's detail and in the signature. */
  readonly visitorId: string
}

/** Where a connection that continues nothing begins. */
export function beginning({ roomId, visitorId }: Seat, now: number, random: Random): Cursor {
  const detail = [
    'internal_src:dim',
    `wss_push_room_id:${roomId}`,
    `wss_push_did:${visitorId}`,
    `first_req_ms:${now}`,
    `fetch_time:${now}`,
    'seq:1',
    `wss_info:0-${now}-0-0`,
    `wrds_v:${longId(random)}`,
  ]
  return {
    cursor: `d-1_u-1_fh-${longId(random)}_t-${now}_r-1`,
    detail: detail.join('|'),
  }
}

/** The query of the push address, all but its signature. */
export function pushQuery(seat: Seat, from: Cursor, profile: Profile): Query {
  const { app, browser } = profile
  return {
    app_name: app.app_name,
    version_code: profile.versionCode,
    webcast_sdk_version: profile.sdkVersion,
    update_version_code: profile.sdkVersion,
    compress: 'gzip',
    device_platform: app.device_platform,
    ...browser,
    browser_name: 'Mozilla',
    browser_version: profile.userAgent.replace('Mozilla/', ''),
    browser_online: 'true',
    tz_name: 'Asia/Shanghai',
    cursor: from.cursor,
    internal_ext: from.detail,
    host: profile.site,
    aid: app.aid,
    live_id: app.live_id,
    did_rule: '3',
    endpoint: 'live_pc',
    support_wrds: '1',
    user_unique_id: seat.visitorId,
    im_path: '/webcast/im/fetch/',
    identity: 'audience',
    // The server repeats so many of the last messages when we come.
    need_persist_msg_count: '15',
    insert_task_id: '',
    live_reason: '',
    room_id: seat.roomId,
    heartbeatDuration: '0',
  }
}

/** The query that asks the site about a room. */
export function enterQuery(webRid: string, { app, browser, userAgent }: Profile): Query {
  return {
    ...app,
    ...browser,
    language: 'zh-CN',
    enter_from: 'link_share',
    browser_name: 'Chrome',
    browser_version: /Chrome\/([\d.]+)/.exec(userAgent)?.[1] ?? '',
    os_name: 'Windows',
    os_version: '10',
    web_rid: webRid,
    room_id_str: '',
    enter_source: '',
    is_need_double_stream: 'false',
    insert_task_id: '',
    live_reason: '',
  }
}

/** Puts a query behind an address. Spaces become %20: not every server of theirs reads a plus. */
export function address(base: string, query: Query): string {
  const pairs = Object.entries(query).map(([key, value]) => `${key}=${encodeURIComponent(value)}`)
  return `${base}?${pairs.join('&')}`
}
