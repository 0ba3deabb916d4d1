import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { closeCodes } from '../../../proto/feed/index.ts'
import type { Clock } from '../../lib/time/clock.ts'
import type { Logger } from '../../lib/logger.ts'
import type { ClientAddress } from '../../lib/net/client-address.ts'
import type { Connection } from '../connection.ts'
import { closeWith, keepAlive, streamSocketOf } from './node-socket.ts'
import { type FetchApp, fetchUpgrade, serveSocket } from './upgrade.ts'

/** Dependencies of {@link serveUpgrades}. */
export interface UpgradeParts {
  readonly app: FetchApp
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

/** Gives WebSocket handshakes to the app, and opens the sockets that it accepts. */
export function serveUpgrades(server: Server, parts: UpgradeParts): Upgrades {
  const { app, peerOf, clock, log } = parts
  const sockets = new WebSocketServer(socketOptions)
  // One listener for all: a closure for each reader would retain the whole handshake.
  const onSocketError = (error: Error): void => log.debug({ error }, 'socket failed')
  const onUpgrade = async (
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
  ): Promise<void> => {
    const connection = connectionOf(socket, peerOf(request))
    const answer = await fetchUpgrade(app, toWebRequest(request), connection)
    if (answer instanceof Response) return writeResponse(socket, answer)
    sockets.handleUpgrade(request, socket, head, (ws) => {
      ws.on('error', onSocketError)
      keepAlive(ws, clock)
      void serveSocket(streamSocketOf(ws, socket), answer, log)
    })
  }
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', onSocketError)
    onUpgrade(request, socket, head).catch((error: unknown) => {
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

function connectionOf(socket: Duplex, peer: ClientAddress): Connection {
  return {
    ...peer,
    onEnd: (call) => void (socket.destroyed ? call() : socket.once('close', call)),
    cut: () => void socket.destroy(),
    isStreaming: () => false, // a WebSocket has its connection for itself
    startStream: () => () => undefined,
  }
}

function toWebRequest({ method = 'GET', url = '/', headersDistinct }: IncomingMessage): Request {
  const headers = new Headers()
  for (const [name, values = []] of Object.entries(headersDistinct)) {
    for (const value of values) headers.append(name, value)
  }
  // The host is in the headers; a target that is no path is on no route.
  const address = `http://server${url}`
  return new Request(URL.canParse(address) ? address : 'http://server/', { method, headers })
}

async function writeResponse(socket: Duplex, response: Response): Promise<void> {
  const body = new Uint8Array(await response.arrayBuffer())
  const headers = new Headers(response.headers)
  headers.set('connection', 'close')
  headers.set('content-length', String(body.byteLength))
  const { status } = response
  const lines = [...headers].map(([name, value]) => `${name}: ${value}\r\n`)
  socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n`)
  socket.end(body)
}
