import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { closeCodes } from '../../../proto/feed/index.ts'
import type { Clock } from '../../lib/time/clock.ts'
import type { Logger } from '../../lib/logger.ts'
import type { ClientAddress } from '../../lib/net/client-address.ts'
import {
  type AuthorizedUpgrade,
  type AuthorizeUpgradeParts,
  authorizeUpgrade,
} from './authorize-upgrade.ts'
import { toUpgradeRequest, rejectUpgrade } from './upgrade-request.ts'
import { Problem } from '../problem.ts'
import { noSuchOverlay, type OverlayAccess } from '../auth/overlay-access.ts'
import { closeRefused, closeWith, keepAlive, streamSocketOf } from './node-socket.ts'
import { subscribe, type SubscribeParts } from './feed-socket.ts'
import { watchOverlay } from './overlay-socket.ts'

/** Dependencies of {@link serveUpgrades}. */
export interface UpgradeParts extends AuthorizeUpgradeParts, SubscribeParts {
  /** Absent if this server has no overlays. */
  readonly overlays?: OverlayAccess['overlays']
  readonly peerOf: (request: IncomingMessage) => ClientAddress
  readonly clock: Clock
  readonly log: Logger
}

/** The socket side of a listening server. */
export interface Upgrades {
  /** Closes every WebSocket with 1012, so that clients reconnect later. */
  readonly close: () => void
}

// Subscribers send nothing, so a small frame is already too much.
const maxInboundBytes = 1024

const socketOptions = {
  noServer: true,
  perMessageDeflate: false,
  maxPayload: maxInboundBytes,
  // A client that does not answer the close frame is disconnected: it might go on sending.
  closeTimeout: 3_000,
}

/** Answers WebSocket handshakes at `/rooms/:id/stream` and `/api/overlays/:name/stream`. */
export function serveUpgrades(server: Server, parts: UpgradeParts): Upgrades {
  const { log, peerOf } = parts
  const sockets = new WebSocketServer(socketOptions)
  // One listener for all: a closure for each reader would retain the whole handshake.
  const onSocketError = (error: Error): void => log.debug({ error }, 'socket failed')
  const onUpgrade = async (
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
  ): Promise<void> => {
    const handshake = await authorizeUpgrade(
      toUpgradeRequest(request, socket, peerOf(request)),
      parts,
    )
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
      if (error instanceof Problem) return rejectUpgrade(socket, error)
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
  handshake: AuthorizedUpgrade,
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
