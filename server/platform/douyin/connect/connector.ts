import { type Connection, type Connector, type Cursor, cookieRefused } from '../../connector.ts'
import { Forbidden, RoomOffline, Unsigned } from '../../errors.ts'
import { profiled } from '../../profile.ts'
import { roomOnSite } from '../../room-on-site.ts'
import { douyinSite } from '../address.ts'
import { byteLinkHeartbeatFrame, webHeartbeat } from '../answer.ts'
import { accountOffer, guestOffer } from '../access.ts'
import { type Account, handshakeCookie, logIn } from './account.ts'
import { fetchLastLines } from './last-lines.ts'
import { longId } from './long-id.ts'
import { type DouyinIo, profileSchema, shippedDate } from './profile.ts'
import { roomOf } from './reflow.ts'
import type { Query } from './template.ts'
import { type TicketData, placeOf, ticketOf } from './ticket.ts'
import { address, beginning, pushQuery, type PushTarget } from './url.ts'
import { type PageVisit, visitRoom } from './page-visit.ts'

// The web page's; frames then ask for 15 s. Without any the server drops a quiet room's socket.
const heartbeatMs = 10_000

// Every heartbeat comes back as an echo, so that much silence is two of them lost.
const receiveTimeoutMs = 25_000

// Live rooms tell how many watch every few seconds: a longer pause is a soft block, or an end that
// we were not told of.
const quietMs = 60_000

// So long what a ticket knows is not asked for again: the first connection follows at once.
const freshMs = 1_000

/**
 * How rooms are heard the way the web page hears them: with the operator's cookie as that account,
 * else as a guest. Rooms are looked up as a guest always. Endpoints: `site`, `push`.
 * Signs with the purpose `douyin`: the whole query in, `signature` out.
 */
export const connector: Connector = profiled(profileSchema, shippedDate, {
  listens: 'while-live',
  refOf: webRidOf,
  unofficial: true,
  resolve: async (ref, io) => {
    const webRid = await webRidOf(ref, io)
    const visit = await visitRoom(webRid, io)
    const visitorId = visit.visitorId ?? longId(io.random)
    return ticketOf({ webRid, visitorId, visit, visitedAt: io.now() })
  },
  open: async (ticket, io, resume) => {
    const place = placeOf(ticket)
    const visit = isFresh(place, io.now()) ? place.visit : await visitRoom(place.webRid, io)
    const { roomId, live, ttwid } = visit
    if (roomId === undefined || live.state === 'offline') {
      throw new RoomOffline('the room is not live')
    }
    const account = io.cookie === undefined ? undefined : await logIn(place.webRid, io.cookie, io)
    const seat = { roomId, visitorId: account?.visitorId ?? place.visitorId }
    const from = resume && continues(resume, seat, place.visit) ? resume : undefined
    const query = pushQuery(seat, from ?? beginning(seat, io.now(), io.random), io.profile)
    const signed = { ...query, signature: await sign(query, io) }
    const connection = connectionOf(signed, handshakeCookie(ttwid, account), io)
    return { ...connection, ...standingOf(io.cookie, account) }
  },
  poll: async (ticket, io) => {
    const { webRid, visit } = placeOf(ticket)
    return (await visitRoom(webRid, io, visit.ttwid)).live
  },
  recent: (ticket, io, tools) => fetchLastLines(placeOf(ticket), io, tools),
})

/** Returns the web_rid of a room that a text names; requests that of a short link or broadcast. */
async function webRidOf(text: string, io: DouyinIo): Promise<string> {
  const { shareHosts: hosts, userAgent } = io.profile
  const room = await roomOnSite(text, { site: douyinSite, hosts, userAgent }, io)
  return room.kind === 'source' ? room.ref : roomOf(room, io)
}

/**
 * Whether the ticket can be used as it is. Later it is looked at again, as a new guest: the room may
 * be over, the next broadcast has another id, and what refused us may be a worn-out cookie.
 */
function isFresh({ visitedAt }: TicketData, now: number): boolean {
  return Math.abs(now - visitedAt) <= freshMs
}

/** A cursor of another broadcast would be refused, or show that one. */
function continues({ detail }: Cursor, { roomId }: PushTarget, first: PageVisit): boolean {
  return roomId === first.roomId || detail.includes(roomId)
}

async function sign(query: Query, io: DouyinIo): Promise<string> {
  if (!io.sign)
    throw new Forbidden('Douyin wants a signature, and no signer is set up', { code: 'unsigned' })
  const { signature } = await io.sign('douyin', query, io.refusals)
  if (signature === undefined) {
    throw new Unsigned('signer_unavailable: the signer gave no signature')
  }
  return signature
}

function connectionOf(query: Query, cookie: string, io: DouyinIo): Connection {
  const { push, pushPath, site, transport, userAgent } = io.profile
  const [first, ...others] = io.endpoints['push'] === undefined ? push : [io.endpoints['push']]
  const urlAt = (host: string): string => address(host + pushPath, query)
  return {
    urls: [urlAt(first), ...others.map(urlAt)],
    headers: { 'user-agent': userAgent, cookie, origin: site },
    reusable: false, // a signature is for one handshake
    first: [],
    heartbeat: {
      bytes: transport === 'bytelink' ? byteLinkHeartbeatFrame : webHeartbeat,
      everyMs: heartbeatMs,
      atOnce: true,
    },
    ...(transport === 'auto' ? {} : { roomContext: { transport } }),
    receiveTimeoutMs,
    quietMs,
  }
}

/** Who we are with a connection, and what that gives. */
function standingOf(
  cookie: string | undefined,
  account: Account | undefined,
): Pick<Connection, 'login' | 'limits' | 'remark'> {
  const { login, limits } = account ? accountOffer : guestOffer
  const refused = cookie !== undefined && !account
  return { login, limits, ...(refused ? { remark: cookieRefused } : {}) }
}
