import type { Connection, Connector, RoomHandle } from '../../connector.ts'
import { profiled } from '../../profile.ts'
import { authenticationPacket, heartbeatPacket } from '../../bilibili-packet/packet.ts'
import { appOffer } from '../access.ts'
import { endGame, gatherMs, keepGame, startGame, type StartedGame } from './game.ts'
import { type Profile, profileSchema, shippedDate } from './profile.ts'

// The server closes what has not said who it is within 5 s; its answer takes a moment of that.
const authTimeoutMs = 5_000

const heartbeatMs = 30_000

// Every heartbeat is answered, so that much silence is a lost answer.
const receiveTimeoutMs = heartbeatMs + 5_000

// The published interval. After about a minute without, nothing more is sent.
const keepAliveMs = 20_000 - gatherMs

/**
 * How an app of the open platform hears a room. The ref is the name of a credential, and the
 * credential's identity code decides which room that is.
 */
export const connector: Connector = profiled(profileSchema, shippedDate, {
  listens: 'always',
  // Which room it is, only the start of a game tells, and a game must not be started to ask.
  resolve: (ref) => Promise.resolve({ facts: { credential: ref } }),
  open: async (ticket, io) => connectionOf(await startGame(credentialOf(ticket), io), io.profile),
})

function credentialOf({ facts }: RoomHandle): string {
  const name = facts['credential']
  if (name === undefined) throw new TypeError('not a ticket of the open platform')
  return name
}

function connectionOf(game: StartedGame, profile: Profile): Connection {
  const socket: Connection = {
    urls: game.urls,
    headers: {},
    reusable: true,
    first: [authenticationPacket(game.authBody)],
    authTimeoutMs,
    heartbeat: { bytes: heartbeatPacket(), everyMs: heartbeatMs, atOnce: true },
    receiveTimeoutMs,
    roomContext: game.roomContext,
    login: appOffer.login,
  }
  if (game.gameId === '') return socket
  return {
    ...socket,
    keepAlive: { everyMs: keepAliveMs, send: (io) => keepGame(game, { ...io, profile }) },
    end: (io) => endGame(game, { ...io, profile }),
  }
}
