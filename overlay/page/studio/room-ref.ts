import { parseRoomId } from '../../../proto/feed/index.ts'
import type { RoomProblem } from '../../locale/page/index.ts'

/** A room, or why a text is none. */
export type RoomRef = { readonly room: string } | { readonly problem: RoomProblem }

/**
 * Reads what somebody typed or pasted: a room id (`demo:busy`, `movie-night`), the address of a
 * live room on a platform, or a link of ours; also amid the words with which an app shares it.
 */
export function readRoomRef(typed: string): RoomRef {
  const text = typed.trim()
  if (text === '') return { problem: 'empty' }
  if (parseRoomId(text)) return { room: text }
  const url =
    address(text) ?? address(/https?:\/\/[\w.~:/?#@!$&'()*+,;=%-]+/i.exec(text)?.[0] ?? '')
  return url ? roomAt(url) : { problem: 'unreadable' }
}

// The path of a room's page; Bilibili also has skins of it.
const sites: Readonly<Record<string, { readonly platform: string; readonly path: RegExp }>> = {
  'live.douyin.com': { platform: 'douyin', path: /^\/([A-Za-z0-9_]{1,64})\/?$/ },
  // A room as it opens from the feed or from whom one follows.
  'www.douyin.com': {
    platform: 'douyin',
    path: /^\/(?:[a-z]+\/)?live\/([A-Za-z0-9_]{1,64})\/?$/,
  },
  'live.bilibili.com': { platform: 'bilibili', path: /^\/(?:(?:h5|blanc)\/)?(\d{1,20})\/?$/ },
}

// What apps share; only following it would tell the room.
const shortHosts: ReadonlySet<string> = new Set(['v.douyin.com', 'b23.tv'])

function roomAt(url: URL): RoomRef {
  if (shortHosts.has(url.hostname)) return { problem: 'short-link' }
  const own = url.searchParams.get('room') ?? /^\/rooms\/([^/]+)/.exec(url.pathname)?.[1]
  const site = sites[url.hostname]
  if (!site) {
    const room = own === undefined ? undefined : decoded(own)
    if (room === undefined) return { problem: 'unknown-site' }
    return parseRoomId(room) ? { room } : { problem: 'unreadable' }
  }
  const ref = site.path.exec(url.pathname)?.[1]
  return ref === undefined ? { problem: 'unreadable' } : { room: `${site.platform}:${ref}` }
}

function address(text: string): URL | undefined {
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`
  try {
    const url = new URL(whole)
    return url.hostname.includes('.') || url.hostname === 'localhost' ? url : undefined
  } catch {
    return undefined // no address: the caller says so
  }
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined // a stray percent sign: no room of ours
  }
}
