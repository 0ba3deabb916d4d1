import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { Barrier } from '../barrier.ts'

/** The data of a room on its page. */
export interface SiteRoom {
  readonly webRid: string
  readonly roomId: string
  readonly title: string
  /** The state: 2 live, 3 paused, 4 over. */
  readonly status: number
}

/** The behaviour of the site towards visitors; may be changed at any time. */
export interface SiteMood {
  /** True to treat every visitor as a program. */
  suspicious: boolean
  /** True to accept only a nonce that the site issued. */
  pedantic: boolean
}

/** The fake site: cookies for guests, pages for visitors with a cookie. */
export interface FakeSite {
  readonly mood: SiteMood
  /** The barrier before every page. */
  readonly barrier: Barrier
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void
  readonly isGuest: (ttwid: string) => boolean
  /** Expires all cookies. */
  readonly forgetGuests: () => void
  /** The number of requests of each kind. */
  readonly visits: Readonly<Record<Place, number>>
}

type Place = 'front' | 'page' | 'enter' | 'reflow' | 'fetch'

const shell = readFileSync(
  join(import.meta.dirname, '../../../server/platform/douyin/fixture/http/room-page-shell.html'),
  'utf8',
)

/** Makes the site of one room; several sites may share their guests. */
export function createFakeSite(
  room: () => SiteRoom,
  guests: Set<string> = new Set(),
  lastMessages: () => Uint8Array = () => new Uint8Array(),
): FakeSite {
  const mood: SiteMood = { suspicious: false, pedantic: false }
  const barrier = new Barrier()
  const nonces = new Set<string>()
  const visits = { front: 0, page: 0, enter: 0, reflow: 0, fetch: 0 }

  const front = (response: ServerResponse): void => {
    visits.front++
    const ttwid = `1%7C${randomBytes(9).toString('hex')}`
    guests.add(ttwid)
    response.writeHead(200, { 'set-cookie': guestCookies(ttwid) }).end('<html></html>')
  }
  const page = (request: IncomingMessage, response: ServerResponse): void => {
    visits.page++
    if (!isVisitor(request, guests, mood)) return void response.end(shell)
    const nonce = cookieOf(request, '__ac_nonce')
    if (mood.pedantic ? nonces.has(nonce) : /^[0-9a-f]{21}$/.test(nonce)) {
      return void response.end(pageOf(room()))
    }
    const fresh = randomBytes(11).toString('hex').slice(0, 21)
    nonces.add(fresh)
    response.writeHead(200, { 'set-cookie': `__ac_nonce=${fresh}; Path=/` }).end(shell)
  }
  const enter = (request: IncomingMessage, response: ServerResponse, url: URL): void => {
    visits.enter++
    if (isBroadcast(url.searchParams.get('web_rid') ?? '')) {
      return void response.end(JSON.stringify({ status_code: 4001038, data: {} }))
    }
    const isAsked = isVisitor(request, guests, mood) && asksForRoom(url, room())
    response.end(isAsked ? enterAnswer(room()) : '')
  }
  return {
    mood,
    barrier,
    visits,
    isGuest: (ttwid) => guests.has(ttwid),
    forgetGuests: () => guests.clear(),
    handle: (request, response) => {
      if (barrier.stops(request.socket)) return
      const url = new URL(request.url ?? '/', 'http://fake')
      if (url.pathname === '/') front(response)
      else if (url.pathname === `/${room().webRid}`) page(request, response)
      else if (isBroadcast(url.pathname.slice(1))) response.end(shell)
      else if (url.pathname === '/webcast/room/web/enter/') enter(request, response, url)
      else if (url.pathname === '/webcast/room/reflow/info/') {
        visits.reflow++
        response.end(mood.suspicious ? '' : roomOfBroadcast(request, url, room()))
      } else if (url.pathname === '/webcast/im/fetch/') {
        visits.fetch++
        const isVisit = isVisitor(request, guests, mood)
        response.end(isVisit && asksForMessages(url, room()) ? lastMessages() : '')
      } else response.writeHead(404).end()
    },
  }
}

function guestCookies(ttwid: string): string[] {
  return [`ttwid=${ttwid}; Path=/; HttpOnly; Secure`, 'theme=light; Path=/']
}

/** Returns true if a request has the headers of a browser and the cookie of a guest. */
function isVisitor(
  request: IncomingMessage,
  guests: ReadonlySet<string>,
  { suspicious }: SiteMood,
): boolean {
  const { 'user-agent': agent, referer } = request.headers
  return (
    !suspicious &&
    guests.has(cookieOf(request, 'ttwid')) &&
    agent?.startsWith('Mozilla/') === true &&
    referer?.startsWith('https://live.douyin.com/') === true
  )
}

function asksForRoom({ searchParams }: URL, { webRid }: SiteRoom): boolean {
  return searchParams.get('web_rid') === webRid && searchParams.get('aid') === '6383'
}

function enterAnswer({ roomId, status, title }: SiteRoom): string {
  const data = [{ id_str: roomId, status, status_str: String(status), title }]
  return JSON.stringify({ status_code: 0, data: { data, user: { id_str: '1' } } })
}

/** Returns true if the last messages of a room are requested with the parameters of its page. */
function asksForMessages({ searchParams }: URL, { roomId }: SiteRoom): boolean {
  const asked = { resp_content_type: 'protobuf', aid: '6383', live_id: '1', fetch_rule: '1' }
  const isAsked = Object.entries(asked).every(([key, value]) => searchParams.get(key) === value)
  const visitor = searchParams.get('user_unique_id') ?? ''
  return isAsked && searchParams.get('room_id') === roomId && /^7\d{18}$/.test(visitor)
}

/** Returns the room of a broadcast; without a room if the broadcast is not live. */
function roomOfBroadcast(
  { headers }: IncomingMessage,
  { searchParams }: URL,
  { roomId, webRid }: SiteRoom,
): string {
  const asked = { type_id: '0', live_id: '1', version_code: '99.99.99', app_id: '1128' }
  const isAsked = Object.entries(asked).every(([key, value]) => searchParams.get(key) === value)
  if (!isAsked || headers['user-agent']?.startsWith('Mozilla/') !== true) return ''
  const isOn = searchParams.get('room_id') === roomId
  const data = isOn ? { room: { id_str: roomId, owner: { web_rid: webRid } } } : {}
  return JSON.stringify({ status_code: 0, data })
}

/**
 * Returns true if an id is that of a broadcast: rooms have twelve digits or a name, broadcasts
 * nineteen.
 */
function isBroadcast(id: string): boolean {
  return /^\d{16,}$/.test(id)
}

function cookieOf({ headers }: IncomingMessage, name: string): string {
  const pairs = (headers.cookie ?? '').split('; ').map((pair) => pair.split('='))
  return pairs.find(([key]) => key === name)?.[1] ?? ''
}

const visitorId = '7599888877776666555'

/** Returns a page as the site renders it: state in strings, an empty room first. */
function pageOf({ roomId, status, title, webRid }: SiteRoom): string {
  const room = { id_str: roomId, status, status_str: String(status), title }
  const odin = { user_unique_id: visitorId }
  const roomInfo = { room, roomId, web_rid: webRid, anchor: { id_str: '7600000000000000901' } }
  const rows = [
    { roomStore: { roomInfo: {} }, userStore: { odin } },
    { roomStore: { roomInfo }, userStore: { odin } },
  ].map((state, i) => `${i}:${JSON.stringify(['$', '$L1', null, { state }])}\n`)
  const scripts = rows.map(
    (row) => `<script>self.__pace_f.push([1,${JSON.stringify(row)}])</script>`,
  )
  return `<!DOCTYPE html><html><body>${scripts.join('\n')}</body></html>`
}
