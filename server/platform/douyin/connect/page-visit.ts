import { type LiveState } from '../../connector.ts'
import { RiskControl, RoomNotFound } from '../../errors.ts'
import { omitUndefined } from '../../json/omit-undefined.ts'
import { anyNonce, type Cookies } from './cookie.ts'
import { type Page, readPage } from './page.ts'
import type { DouyinIo } from './profile.ts'
import type { RoomLookup } from './room.ts'
import { type Answer, ask } from './site.ts'
import { enterQuery } from './url.ts'
import { readWebEnter } from './web-enter.ts'

/** The result of a visit to a room's page. */
export interface PageVisit {
  /** The id of the broadcast; absent if the account has none. */
  readonly roomId?: string
  readonly live: LiveState
  /** The id of the visitor according to Douyin, if its page has one. */
  readonly visitorId?: string
  /** The cookie with which Douyin identifies a guest. */
  readonly ttwid: string
}

/**
 * Visits a room: its page first, which needs no signature, then the API behind it. Without a
 * `ttwid`, or if that shows nothing, it uses a new guest cookie.
 *
 * @throws RoomNotFound, RiskControl
 */
export async function visitRoom(webRid: string, io: DouyinIo, ttwid?: string): Promise<PageVisit> {
  const guest = ttwid === undefined ? await enterSite(io) : { ttwid }
  const { page, cookies } = await openPage(webRid, guest, io)
  const { lookup } = page.lookup.kind === 'unknown' ? await enterRoom(webRid, cookies, io) : page
  const own = cookies['ttwid']
  if (lookup.kind === 'unknown') {
    if (ttwid !== undefined) return visitRoom(webRid, io) // the cookie may have expired
    throw new RiskControl(
      'Douyin shows a check instead of the room: it takes this address for a machine',
    )
  }
  if (lookup.kind === 'broadcast') {
    throw new RoomNotFound(
      'this is the number of one broadcast, not of a room: give the address of the room on live.douyin.com',
    )
  }
  if (own === undefined) throw new RiskControl('Douyin gives its guests no cookie (ttwid)')
  return { ...broadcastIn(lookup), ...omitUndefined({ visitorId: page.visitorId }), ttwid: own }
}

function broadcastIn(
  lookup: Exclude<RoomLookup, { readonly kind: 'unknown' | 'broadcast' }>,
): Pick<PageVisit, 'roomId' | 'live'> {
  if (lookup.kind === 'no-room') return { live: { state: 'offline' } }
  const { roomId, live } = lookup.room
  return { roomId, live }
}

/** Requests the front page, which gives every guest a cookie. */
async function enterSite(io: DouyinIo): Promise<Cookies> {
  const { cookies } = await ask({ path: '/', accept: html, cookies: {} }, io)
  return omitUndefined({ ttwid: cookies['ttwid'] })
}

const html = 'text/html,application/xhtml+xml'

interface OpenedPage {
  readonly page: Page
  /** All cookies so far. */
  readonly cookies: Cookies
}

/**
 * Requests the page of a room. A page without content that sets a nonce requires a second request,
 * with it.
 */
async function openPage(webRid: string, guest: Cookies, io: DouyinIo): Promise<OpenedPage> {
  const nonce = { __ac_nonce: anyNonce(io.random) }
  const first = await ask({ path: `/${webRid}`, accept: html, cookies: { ...guest, ...nonce } }, io)
  const opened = read(first, { ...guest, ...nonce })
  if (opened.page.lookup.kind !== 'unknown' || first.cookies['__ac_nonce'] === undefined) {
    return opened
  }
  const { cookies } = opened
  return read(await ask({ path: `/${webRid}`, accept: html, cookies }, io), cookies)
}

/**
 * Reads an answer. Only a missing page proves that there is no such room; other refusals do not.
 */
function read(answer: Answer, before: Cookies): OpenedPage {
  const { status, cookies } = answer
  if (status === 404 || status === 410) throw new RoomNotFound('Douyin has no such room')
  return { page: readPage(bodyOf(answer)), cookies: { ...before, ...cookies } }
}

async function enterRoom(
  webRid: string,
  cookies: Cookies,
  io: DouyinIo,
): Promise<Pick<Page, 'lookup'>> {
  const answer = await ask(
    {
      path: '/webcast/room/web/enter/',
      query: enterQuery(webRid, io.profile),
      accept: 'application/json, text/plain, */*',
      from: `/${webRid}`,
      cookies,
    },
    io,
  )
  return { lookup: readWebEnter(bodyOf(answer)) }
}

function bodyOf({ status, body }: Answer): string {
  return status === 200 ? body : ''
}
