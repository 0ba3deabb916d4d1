import { pick, type Random } from '../../../lib/random.ts'
import type { Connection, Connector, RoomHandle } from '../../connector.ts'
import { cookieRefused } from '../../connector.ts'
import { Refused } from '../../errors.ts'
import { profiled } from '../../profile.ts'
import { roomOnSite } from '../../room-on-site.ts'
import { countOf } from '../../json/field.ts'
import { heartbeatPacket } from '../../bilibili-packet/packet.ts'
import { omitUndefined } from '../../json/omit-undefined.ts'
import { site } from '../address.ts'
import { webAuthenticationPacket } from '../authentication.ts'
import { accountOffer, guestOffer } from '../access.ts'
import { type TokenAnswer, fetchToken } from './token.ts'
import { fetchLastLines, fetchSuperchats } from './recent.ts'
import { fetchRoom } from './room.ts'
import { type BilibiliIo, profileSchema, shippedDate } from './profile.ts'
import { riskControl } from './site.ts'
import { type Device, fetchAccount, fetchDevice, guest, type Visitor } from './visitor.ts'

// The server closes a connection without authentication within 5 s; its answer takes a moment of
// that.
const authTimeoutMs = 5_000

// The interval of the web player. Without heartbeats the server closes after about 70 s.
const heartbeatMs = 30_000

// Every heartbeat is answered, so this much silence is a lost answer.
const receiveTimeoutMs = heartbeatMs + 5_000

// Every socket receives site-wide messages every few seconds, even in a silent room.
const quietMs = 75_000

/**
 * The connector of the web page: with the operator's cookie as that account, else as a guest. Rooms
 * are always looked up as a guest. A ticket has the real number of the room and the device id of
 * the lookup.
 */
export const connector: Connector = profiled(profileSchema, shippedDate, {
  listens: 'always',
  unofficial: true,
  refOf: numberOf,
  resolve: async (ref, io) => {
    const { id, anchor, live } = await fetchRoom(await numberOf(ref, io), io)
    const { buvid3: buvid, buvid4 } = await fetchDevice(io)
    return { facts: omitUndefined({ roomId: String(id), buvid, buvid4, anchor }), live }
  },
  open: async (ticket, io) => {
    const facts = factsOf(ticket)
    if (io.cookie === undefined) return openAsGuest(facts, io)
    const connection = await openAsAccount(facts, io.cookie, io)
    return connection ?? { ...(await openAsGuest(facts, io)), remark: cookieRefused }
  },
  poll: async (ticket, io) => (await fetchRoom(String(factsOf(ticket).roomId), io)).live,
  recent: (ticket, io) => fetchLastLines(factsOf(ticket), io),
  displayed: (ticket, io, tools) => fetchSuperchats(factsOf(ticket), io, tools),
})

/** Returns the number of a room that a text names; requests the target of a short link. */
async function numberOf(text: string, io: BilibiliIo): Promise<string> {
  const { shareHosts: hosts, userAgent } = io.profile
  const room = await roomOnSite(text, { site, hosts, userAgent }, io)
  return room.kind === 'source' ? room.ref : room.id
}

async function openAsGuest(facts: Facts, io: BilibiliIo): Promise<Connection> {
  const connection =
    (await tryOpen(facts, guest(facts.device), io)) ??
    // Keys are new each time; the device id may have expired.
    (await tryOpen(facts, guest(await fetchDevice(io)), io))
  if (connection) return connection
  throw riskControl()
}

/** Returns undefined if the site does not accept the cookie as that of an account. */
async function openAsAccount(
  facts: Facts,
  cookie: string,
  io: BilibiliIo,
): Promise<Connection | undefined> {
  const account = await fetchAccount(cookie, facts.device, io)
  if (!account) return undefined
  try {
    const connection = await tryOpen(facts, account, io)
    if (connection) return connection
  } catch (cause) {
    if (cause instanceof Refused) return undefined
    throw cause
  }
  throw riskControl()
}

interface Facts {
  readonly roomId: number
  readonly device: Device
  readonly anchor?: string
}

function factsOf({ facts }: RoomHandle): Facts {
  const roomId = countOf(facts['roomId'])
  const buvid3 = facts['buvid']
  if (roomId === undefined || buvid3 === undefined) throw new TypeError('not a ticket of Bilibili')
  const device = omitUndefined({ buvid3, buvid4: facts['buvid4'] })
  return omitUndefined({ roomId, device, anchor: facts['anchor'] })
}

async function tryOpen(
  facts: Facts,
  visitor: Visitor,
  io: BilibiliIo,
): Promise<Connection | undefined> {
  const admission = await fetchToken(facts.roomId, visitor, io)
  return admission && connectionOf(facts, visitor, admission, io)
}

function connectionOf(
  { roomId, anchor }: Facts,
  visitor: Visitor,
  admission: TokenAnswer,
  { profile: { userAgent, origin, player }, random }: BilibiliIo,
): Connection {
  const { uid, buvid, addedCookies } = visitor
  const { token, urls, gateway } = admission
  const { login, limits } = uid === 0 ? guestOffer : accountOffer
  return {
    urls,
    ...(gateway !== undefined && { fallbackUrl: gateway }),
    headers: { 'user-agent': userAgent, origin },
    reusable: true,
    first: [
      webAuthenticationPacket({ uid, roomId, buvid, token, queue: queueName(random), player }),
    ],
    authTimeoutMs,
    heartbeat: { bytes: heartbeatPacket(), everyMs: heartbeatMs, atOnce: true },
    receiveTimeoutMs,
    quietMs,
    roomContext: omitUndefined({ room: String(roomId), anchor }),
    login,
    limits,
    ...(addedCookies.length > 0 && { addedCookies }),
  }
}

const letters = 'abcdefghijklmnopqrstuvwxyz0123456789'.split('')
const queueLength = 8

/** Returns a random name, as the player does. */
function queueName(random: Random): string {
  return Array.from({ length: queueLength }, () => pick(random, letters)).join('')
}
