import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { closeCodes } from '../../proto/feed/index.ts'
import { ofSource, parseFeedQuery } from '../feed/query.ts'
import type { Feed } from '../feed/fanout.ts'
import type { Clock } from '../lib/clock.ts'
import type { Logger } from '../lib/logger.ts'
import type { Refusal } from '../room/refusal.ts'
import type { Rooms } from '../room/rooms.ts'
import type { Audience } from './audience.ts'
import { type Handshake, type HandshakeParts, judge, refuse } from './handshake.ts'
import { Problem } from './problem.ts'
import { refusalToRead } from './reading.ts'
import type { Showing } from './showing.ts'
import { closeRefused, closeWith, keepAlive, sinkOf } from './socket.ts'
import { watchOverlay } from './watch.ts'

/** What the WebSocket side of the server is made of. */
export interface UpgradeParts extends HandshakeParts, Omit<Showing, 'local'> {
  readonly rooms: Rooms
  readonly feed: Feed
  readonly audience: Audience
  readonly clock: Clock
  readonly log: Logger
  readonly onClients: (change: 1 | -1) => void
}

/** The socket side of a listening server. */
export interface Upgrades {
  /** Asks every client to come back later (1012). */
  readonly close: () => void
}

// Subscribers send nothing, so a small frame is already too much.
const maxInboundBytes = 1024

/** Answers WebSocket handshakes at `/rooms/:id/stream` and `/api/overlays/:name/stream`. */
export function serveUpgrades(server: Server, parts: UpgradeParts): Upgrades {
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: maxInboundBytes,
  })
  const onUpgrade = async (
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
  ): Promise<void> => {
    const handshake = await judge(request, socket, parts)
    sockets.handleUpgrade(request, socket, head, (ws) => {
      serve(ws, socket, handshake, parts).catch((error: unknown) => {
        parts.log.error({ error }, 'stream failed')
        closeWith(ws, 1011, 'something went wrong on our side')
      })
    })
  }
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', (error) => parts.log.debug({ error }, 'socket failed'))
    onUpgrade(request, socket, head).catch((error: unknown) => {
      if (error instanceof Problem) return refuse(socket, error)
      parts.log.error({ error }, 'upgrade failed')
      socket.destroy()
    })
  })
  return {
    close: () => {
      for (const ws of sockets.clients) closeWith(ws, closeCodes.restart, 'the server restarts')
    },
  }
}

async function serve(
  ws: WebSocket,
  socket: Duplex,
  handshake: Handshake,
  parts: UpgradeParts,
): Promise<void> {
  ws.on('error', (error) => parts.log.debug({ error }, 'websocket failed'))
  if (handshake.refused) return closeWith(ws, closeCodes.notAllowed, handshake.refused.message)
  if (handshake.of === 'room') return subscribe(ws, socket, handshake, parts)
  watchOverlay(ws, handshake, { ...parts, local: parts.guard.loopback })
}

async function subscribe(
  ws: WebSocket,
  socket: Duplex,
  { caller, name: room, query: asked }: Handshake,
  parts: UpgradeParts,
): Promise<void> {
  const query = parseFeedQuery(asked)
  if ('error' in query) return closeWith(ws, closeCodes.badRequest, query.error)
  const end = (why: Refusal): void => closeRefused(ws, why)
  // Before the room opens: a token may be revoked meanwhile.
  ws.on('close', parts.audience.join({ caller, room, end }))
  const local = parts.guard.loopback
  const reading = await parts.rooms.open(room, (place) => refusalToRead(place, caller, local))
  if ('refused' in reading) return end(reading)
  if (ws.readyState !== ws.OPEN) return
  const wanted = ofSource(query, reading.source)
  parts.onClients(1)
  const alive = keepAlive(ws, parts.clock)
  const stream = parts.feed.subscribe(reading.room, wanted, sinkOf(ws, socket))
  ws.on('message', () => closeWith(ws, 1008, 'this stream takes no messages; writing is HTTP'))
  ws.on('close', () => {
    stream.close()
    alive.cancel()
    parts.onClients(-1)
  })
}
