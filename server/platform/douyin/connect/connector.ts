import { type Connection, type Connector, type Cursor, cookieRefused } from '../../connector.ts'
import { Forbidden, RoomOffline, Unsigned } from '../../errors.ts'
import { profiled } from '../../profile.ts'
import { roomOnSite } from '../../room-on-site.ts'
import { site } from '../address.ts'
import { byteLinkHeartbeatFrame, webHeartbeat } from '../answer.ts'
import { accountOffer, guestOffer } from '../access.ts'
import { type Account, handshakeCookie, logIn } from './account.ts'
import { fetchLastLines } from './recent.ts'
import { longId } from './long-id.ts'
import { type DouyinIo, profileSchema, shippedDate } from './profile.ts'
import { roomOf } from './reflow.ts'
import type { Query } from './template.ts'
import { type TicketData, ticketDataOf, ticketOf } from './ticket.ts'
import { address, beginning, pushQuery, type PushTarget } from './url.ts'
import { type PageVisit, visitRoom } from './page-visit.ts'

// The interval of the web page; frames then request 15 s. Without any the server drops a quiet
// room's socket.
// A refused handshake has the status 200 and an empty body; these headers have the reason.
const endMeanings = { refusalHeaders: ['handshake-msg', 'handshake-status'] }

const heartbeatMs = 10_000

// The server echoes every heartbeat, so this much silence is two lost ones.
const receiveTimeoutMs = 25_000

// Live rooms publish the number of viewers every few seconds: a longer pause is a soft block, or an
// end without a message.
const quietMs = 60_000

// The time in which the data of a ticket is not requested again: the first connection follows at
// once.
const freshMs = 1_000

/**
 * The connector of the web page: with the operator's cookie as that account, else as a guest. Rooms
 * are always looked up as a guest. Endpoints: `site`, `push`. Signs with the purpose `douyin`: the
 * whole query in, `signature` out.
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
    const data = ticketDataOf(ticket)
    const visit = isFresh(data, io.now()) ? data.visit : await visitRoom(data.webRid, io)
    const { roomId, live, ttwid } = visit
    if (roomId === undefined || live.state === 'offline') {
      throw new RoomOffline('the room is not live')
    }
    const account = io.cookie === undefined ? undefined : await logIn(data.webRid, io.cookie, io)
    const target = { roomId, visitorId: account?.visitorId ?? data.visitorId }
    const from = resume && continues(resume, target, data.visit) ? resume : undefined
    const query = pushQuery(target, from ?? beginning(target, io.now(), io.random), io.profile)
    const signed = { ...query, signature: await sign(query, io) }
    const connection = connectionOf(signed, handshakeCookie(ttwid, account), io)
    return { ...connection, ...loginStateOf(io.cookie, account) }
  },
  poll: async (ticket, io) => {
    const { webRid, visit } = ticketDataOf(ticket)
    return (await visitRoom(webRid, io, visit.ttwid)).live
  },
  recent: (ticket, io, tools) => fetchLastLines(ticketDataOf(ticket), io, tools),
})

/** Returns the web_rid of a room that a text names; requests that of a short link or broadcast. */
async function webRidOf(text: string, io: DouyinIo): Promise<string> {
  const { shareHosts: hosts, userAgent } = io.profile
  const room = await roomOnSite(text, { site, hosts, userAgent }, io)
  return room.kind === 'source' ? room.ref : roomOf(room, io)
}

/**
 * Returns true if the ticket can be used as it is. Later the room is looked up again, as a new
 * guest: the broadcast may be over, the next one has another id, and an expired cookie may be the
 * reason of a refusal.
 */
function isFresh({ visitedAt }: TicketData, now: number): boolean {
  return Math.abs(now - visitedAt) <= freshMs
}

/**
 * Returns true if a cursor is of this broadcast. One of another broadcast would be refused, or show
 * that one.
 */
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
  const { push, pushPath, site: origin, transport, userAgent } = io.profile
  const [first, ...others] = io.endpoints['push'] === undefined ? push : [io.endpoints['push']]
  const urlAt = (host: string): string => address(host + pushPath, query)
  return {
    urls: [urlAt(first), ...others.map(urlAt)],
    headers: { 'user-agent': userAgent, cookie, origin },
    reusable: false, // a signature is for one handshake
    first: [],
    endMeanings,
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

/** Returns the login of a connection, and its limits. */
function loginStateOf(
  cookie: string | undefined,
  account: Account | undefined,
): Pick<Connection, 'login' | 'limits' | 'remark'> {
  const { login, limits } = account ? accountOffer : guestOffer
  const refused = cookie !== undefined && !account
  return { login, limits, ...(refused ? { remark: cookieRefused } : {}) }
}
