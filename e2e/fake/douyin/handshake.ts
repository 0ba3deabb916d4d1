import type { IncomingMessage } from 'node:http'
import { stubOf } from '../../../signer/douyin/stub.ts'
import { verifies } from '../../../signer/douyin/verify.ts'

/** The dependencies of the check of a handshake. */
export interface HandshakeRules {
  readonly roomId: string
  readonly now: number
  /** Returns true if the cookie was given to a guest and is still valid. */
  readonly isGuest: (ttwid: string) => boolean
  /** Returns true if the server sent this cursor. */
  readonly isOurs: (cursor: string, detail: string) => boolean
  /** Stores a signature; returns false if it was used before. */
  readonly spend: (signature: string) => boolean
}

// The fixed part of the query, equal for all visitors and rooms.
const fixed: Readonly<Record<string, string>> = {
  app_name: 'douyin_web',
  version_code: '180800',
  webcast_sdk_version: '1.0.15',
  update_version_code: '1.0.15',
  compress: 'gzip',
  device_platform: 'web',
  cookie_enabled: 'true',
  screen_width: '1920',
  screen_height: '1080',
  browser_language: 'zh-CN',
  browser_platform: 'Win32',
  browser_name: 'Mozilla',
  browser_online: 'true',
  tz_name: 'Asia/Shanghai',
  host: 'https://live.douyin.com',
  aid: '6383',
  live_id: '1',
  did_rule: '3',
  endpoint: 'live_pc',
  support_wrds: '1',
  im_path: '/webcast/im/fetch/',
  identity: 'audience',
  need_persist_msg_count: '15',
  insert_task_id: '',
  live_reason: '',
  heartbeatDuration: '0',
}

const varying = [
  'browser_version',
  'cursor',
  'internal_ext',
  'user_unique_id',
  'room_id',
  'signature',
]

// The part after the room and the visitor in the detail of a new connection.
const beginning =
  /^first_req_ms:\d{13}\|fetch_time:\d{13}\|seq:1\|wss_info:0-\d{13}-0-0\|wrds_v:\d{19}$/

const freshMs = 60_000

/**
 * Returns the error of a handshake; undefined if it is correct. The service itself does not report
 * it.
 */
export function objectionTo(request: IncomingMessage, rules: HandshakeRules): string | undefined {
  const url = new URL(request.url ?? '', 'http://fake')
  const pairs = [...url.searchParams]
  const query = Object.fromEntries(pairs)
  if (url.pathname !== '/webcast/im/push/v2/') return 'path'
  if (pairs.length !== Object.keys(query).length) return 'a field twice'
  return (
    objectionToHeaders(request, query, rules) ??
    objectionToFields(query) ??
    objectionToPlace(query, rules) ??
    objectionToSignature(query, rules)
  )
}

type Query = Readonly<Record<string, string>>

function objectionToHeaders(
  { headers }: IncomingMessage,
  query: Query,
  { isGuest }: HandshakeRules,
): string | undefined {
  const agent = headers['user-agent'] ?? ''
  const ttwid = /(?:^|; )ttwid=([^;]+)/.exec(headers.cookie ?? '')?.[1] ?? ''
  if (!agent.startsWith('Mozilla/')) return 'user-agent'
  if (query['browser_version'] !== agent.slice('Mozilla/'.length)) return 'browser_version'
  if (headers.origin !== 'https://live.douyin.com') return 'origin'
  return isGuest(ttwid) ? undefined : 'cookie'
}

function objectionToFields(query: Query): string | undefined {
  const wanted = [...Object.keys(fixed), ...varying]
  const missing = wanted.find((key) => query[key] === undefined)
  const unknown = Object.keys(query).find((key) => !wanted.includes(key))
  const wrong = Object.keys(fixed).find((key) => query[key] !== fixed[key])
  return missing ?? unknown ?? wrong
}

function objectionToPlace(query: Query, rules: HandshakeRules): string | undefined {
  const { cursor = '', internal_ext: detail = '', user_unique_id: visitor = '' } = query
  if (query['room_id'] !== rules.roomId) return 'room_id'
  if (!/^7[3-9]\d{17}$/.test(visitor)) return 'user_unique_id'
  if (rules.isOurs(cursor, detail)) return undefined
  const isBeginning = /^d-1_u-1_fh-\d{19}_t-\d{13}_r-1$/.test(cursor)
  const prefix = `internal_src:dim|wss_push_room_id:${rules.roomId}|wss_push_did:${visitor}|`
  if (!detail.startsWith(prefix) || !beginning.test(detail.slice(prefix.length)))
    return 'internal_ext'
  const times = `${cursor}|${detail}`.match(/(?<!\d)1\d{12}(?!\d)/g) ?? []
  const stale = times.some((time) => Math.abs(rules.now - Number(time)) > freshMs)
  return !isBeginning || stale ? 'cursor' : undefined
}

function objectionToSignature(query: Query, { spend }: HandshakeRules): string | undefined {
  const { signature = '' } = query
  if (signature.includes(' ')) return 'signature with a bare plus'
  if (!verifies(signature, stubOf(query))) return 'signature'
  return spend(signature) ? undefined : 'signature used before'
}
