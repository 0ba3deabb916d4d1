import type { Connection, Connector, RoomHandle } from '../../connector.ts'
import { profiled } from '../../profile.ts'
import { authenticationPacket, heartbeatPacket } from '../../bilibili-packet/packet.ts'
import { appOffer } from '../access.ts'
import { endGame, batchMs, keepGame, startGame, type StartedGame } from './game.ts'
import { type Profile, profileSchema, shippedDate } from './profile.ts'

// The server closes a connection without authentication within 5 s; its answer takes a moment of
// that.
const authTimeoutMs = 5_000

const heartbeatMs = 30_000

// Every heartbeat is answered, so this much silence is a lost answer.
const receiveTimeoutMs = heartbeatMs + 5_000

// The published interval. After about a minute without a heartbeat, the server sends nothing more.
const keepAliveMs = 20_000 - batchMs

/**
 * The connector for apps of the open platform. The ref is the name of a credential, whose identity
 * code selects the room.
 */
export const connector: Connector = profiled(profileSchema, shippedDate, {
  listens: 'always',
  // Only the start of a game shows its room, and a game must not be started for a lookup.
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
