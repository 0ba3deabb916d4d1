import type { Random } from '../../../lib/random.ts'
import type { Cursor } from '../../connector.ts'
import { longId } from './long-id.ts'
import type { Profile } from './profile.ts'
import { filled, type Query } from './template.ts'

/** The broadcast and the visitor of a connection. */
export interface PushTarget {
  readonly roomId: string
  /** The visitor: the same in the query, in the cursor's detail and in the signature. */
  readonly visitorId: string
}

/** Returns the cursor of a connection that continues no other. */
export function beginning({ roomId, visitorId }: PushTarget, now: number, random: Random): Cursor {
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

/** Returns the query of the push address, except its signature. */
export function pushQuery(target: PushTarget, from: Cursor, profile: Profile): Query {
  const { pushQuery: template, sdkVersion, site, userAgent, versionCode } = profile
  return filled(template, {
    versionCode,
    sdkVersion,
    browserVersion: userAgent.replace('Mozilla/', ''),
    cursor: from.cursor,
    detail: from.detail,
    site,
    visitor: target.visitorId,
    room: target.roomId,
  })
}

/** Returns the query for the state of a room. */
export function enterQuery(webRid: string, { enterQuery: template, userAgent }: Profile): Query {
  return filled(template, { webRid, chromeVersion: /Chrome\/([\d.]+)/.exec(userAgent)?.[1] ?? '' })
}

/** Joins an address and a query. Spaces become %20: not every server of Douyin reads a plus. */
export function address(base: string, query: Query): string {
  const pairs = Object.entries(query).map(([key, value]) => `${key}=${encodeURIComponent(value)}`)
  return `${base}?${pairs.join('&')}`
}
