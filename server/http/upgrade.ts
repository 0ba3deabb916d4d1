import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { closeCodes } from '../../proto/feed/index.ts'
import type { Clock } from '../lib/clock.ts'
import type { Logger } from '../lib/logger.ts'
import type { Peer } from '../lib/peer.ts'
import { type Handshake, type HandshakeParts, judge } from './handshake.ts'
import { knockOf, refuse } from './knock.ts'
import { Problem } from './problem.ts'
import { noSuchOverlay, type Showing } from './showing.ts'
import { closeRefused, closeWith, keepAlive, streamSocketOf } from './socket.ts'
import { subscribe, type SubscribeParts } from './subscribe.ts'
import { watchOverlay } from './watch.ts'

/** What the WebSocket side of the server is made of. */
export interface UpgradeParts extends HandshakeParts, SubscribeParts {
  /** Absent where there are none. */
  readonly overlays?: Showing['overlays']
  readonly peerOf: (request: IncomingMessage) => Peer
  readonly clock: Clock
  readonly log: Logger
}

/** The socket side of a listening server. */
export interface Upgrades {
  /** Asks every client to come back later (1012). */
  readonly close: () => void
}

// Subscribers send nothing, so a small frame is already too much.
const maxInboundBytes = 1024

const socketOptions = {
  noServer: true,
  perMessageDeflate: false,
  maxPayload: maxInboundBytes,
  // Who is told to go and does not is shown out: it might go on sending.
  closeTimeout: 3_000,
}

/** Answers WebSocket handshakes at `/rooms/:id/stream` and `/api/overlays/:name/stream`. */
export function serveUpgrades(server: Server, parts: UpgradeParts): Upgrades {
  const { log, peerOf } = parts
  const sockets = new WebSocketServer(socketOptions)
  // One for all: a closure for each reader would hold on to the whole handshake.
  const onSocketError = (error: Error): void => log.debug({ error }, 'socket failed')
  const onUpgrade = async (
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
  ): Promise<void> => {
    const handshake = await judge(knockOf(request, socket, peerOf(request)), parts)
    sockets.handleUpgrade(request, socket, head, (ws) => {
      ws.on('error', onSocketError)
      serve(ws, socket, handshake, parts).catch((error: unknown) => {
        log.error({ error }, 'stream failed')
        closeWith(ws, 1011, 'something went wrong on our side')
      })
    })
  }
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', onSocketError)
    onUpgrade(request, socket, head).catch((error: unknown) => {
      if (error instanceof Problem) return refuse(socket, error)
      log.error({ error }, 'upgrade failed')
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
  const { overlays, clock } = parts
  if (handshake.refused) return closeWith(ws, closeCodes.notAllowed, handshake.refused.message)
  if (handshake.of === 'overlay') {
    if (overlays) return watchOverlay(ws, handshake, { ...parts, overlays })
    return closeRefused(ws, noSuchOverlay)
  }
  keepAlive(ws, clock)
  return subscribe(streamSocketOf(ws, socket), handshake, parts)
}
