import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { closeCodes } from '../../proto/feed/index.ts'
import type { Owner } from '../account/owner.ts'
import { ofSource, parseFeedQuery } from '../feed/query.ts'
import type { Feed } from '../feed/fanout.ts'
import type { Clock } from '../lib/clock.ts'
import type { Logger } from '../lib/logger.ts'
import type { Refusal } from '../room/refusal.ts'
import type { Rooms } from '../room/rooms.ts'
import { refusalOf } from './app.ts'
import { callerOf } from './caller.ts'
import { guard, type GuardOptions } from './guard.ts'
import { Problem } from './problem.ts'
import { closeWith, keepAlive, sinkOf } from './socket.ts'

/** What the WebSocket side of the server is made of. */
export interface UpgradeParts {
  readonly rooms: Rooms
  readonly feed: Feed
  readonly guard: GuardOptions
  readonly owner: Owner
  readonly clock: Clock
  readonly log: Logger
  readonly maxSockets: number
  readonly onClients: (change: 1 | -1) => void
}

/** The socket side of a listening server. */
export interface Upgrades {
  /** Asks every client to come back later (1012). */
  readonly close: () => void
}

// Subscribers send nothing, so a small frame is already too much.
const maxInboundBytes = 1024

/** Answers WebSocket handshakes at `/rooms/:id/stream`. */
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
    const asked = await ask(request, parts, sockets.clients.size)
    if (asked instanceof Problem) return refuse(socket, asked)
    sockets.handleUpgrade(request, socket, head, (ws) => {
      subscribe(ws, socket, asked, parts).catch((error: unknown) => {
        parts.log.error({ error }, 'stream failed')
        closeWith(ws, 1011, 'something went wrong on our side')
      })
    })
  }
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', (error) => parts.log.debug({ error }, 'socket failed'))
    onUpgrade(request, socket, head).catch((error: unknown) => {
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

interface Asked {
  readonly room: string
  readonly query: URLSearchParams
  readonly refused: Problem | undefined
}

/** What must be settled before the handshake; the rest is said on the open socket. */
async function ask(
  request: IncomingMessage,
  parts: UpgradeParts,
  open: number,
): Promise<Asked | Problem> {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headersDistinct)) {
    for (const one of value ?? []) headers.append(name, one)
  }
  const refused = guard(headers, parts.guard)
  if (refused) return refused
  const target = `http://server${request.url ?? '/'}`
  const url = URL.canParse(target) ? new URL(target) : new URL('http://server/')
  const room = /^\/rooms\/([^/]+)\/stream$/.exec(url.pathname)?.[1]
  if (room === undefined) return new Problem('not-found', 'sockets open at /rooms/<id>/stream')
  if (open >= parts.maxSockets) return new Problem('too-many-rooms', 'too many streams are open')
  const caller = await callerOf(headers, url.searchParams, parts)
  return {
    room: decode(room),
    query: url.searchParams,
    refused: refusalOf('reader', caller, parts.guard.loopback),
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text // a stray percent sign: not the name of any room, and refused as such
  }
}

async function subscribe(
  ws: WebSocket,
  socket: Duplex,
  asked: Asked,
  parts: UpgradeParts,
): Promise<void> {
  ws.on('error', (error) => parts.log.debug({ error }, 'websocket failed'))
  if (asked.refused) return closeWith(ws, closeCodes.notAllowed, asked.refused.message)
  const query = parseFeedQuery(asked.query)
  if ('error' in query) return closeWith(ws, closeCodes.badRequest, query.error)
  const reading = await parts.rooms.open(asked.room)
  if ('refused' in reading) return closeWith(ws, refusalCodes[reading.refused], reading.reason)
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

const refusalCodes: Readonly<Record<Refusal['refused'], number>> = {
  malformed: closeCodes.badRequest,
  unknown: closeCodes.noSuchRoom,
  full: closeCodes.tryLater,
  'not-ready': closeCodes.tryLater,
}

function refuse(socket: Duplex, problem: Problem): void {
  const body = JSON.stringify({ code: problem.code, detail: problem.message })
  const lines = [
    `HTTP/1.1 ${problem.status} ${problem.code}`,
    'connection: close',
    'content-type: application/problem+json',
    `content-length: ${Buffer.byteLength(body)}`,
    ...(problem.status === 503 ? ['retry-after: 5'] : []),
  ]
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`)
}
