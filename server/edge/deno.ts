import { closeCodes } from '../../proto/feed/index.ts'
import { ConfigError, type Config, readConfig } from '../config/index.ts'
import { isLocal } from '../http/auth/origin-check.ts'
import type { Connection } from '../http/connection.ts'
import { createRingMemory, ringLimitsOf } from '../hub/ring-memory.ts'
import { fetchUpgrade, serveSocket } from '../http/socket/upgrade.ts'
import { webStreamSocketOf } from '../http/socket/web-socket.ts'
import { plainAddress } from '../lib/net/address.ts'
import { createWebDial } from '../lib/net/dial-web.ts'
import { createLineLogger } from '../lib/line-logger.ts'
import { type ClientAddress, isForwarded } from '../lib/net/client-address.ts'
import type { Logger } from '../lib/logger.ts'
import { type EdgeArguments, newEdgeCommand } from './argument.ts'
import { createEdge, type Edge } from './edge.ts'
import type { Origin } from './origin.ts'

/**
 * An edge on Deno: `deno run --allow-net --allow-env --allow-read edge/deno.js --origin wss://host`.
 * It is the edge of `danmu-relay edge`, over `Deno.serve` and the web's own sockets.
 */

/** The part of the Deno API that is used here. */
interface DenoApi {
  readonly args: readonly string[]
  readonly env: { readonly toObject: () => Record<string, string> }
  readonly readTextFile: (path: string) => Promise<string>
  readonly stdout: { readonly writeSync: (bytes: Uint8Array) => number }
  readonly exit: (code: number) => never
  readonly addSignalListener: (signal: 'SIGINT' | 'SIGTERM', call: () => void) => void
  readonly upgradeWebSocket: (
    request: Request,
    options: { readonly idleTimeout: number },
  ) => { readonly socket: WebSocket; readonly response: Response }
  readonly serve: (
    options: { hostname: string; port: number; onListen: (at: { port: number }) => void },
    answer: (request: Request, from: DenoPeer) => Promise<Response>,
  ) => { readonly shutdown: () => Promise<void> }
}

interface DenoPeer {
  readonly remoteAddr: { readonly hostname: string }
  /** Settles when the response is complete or aborted. */
  readonly completed: Promise<void>
}

const deno = (globalThis as unknown as { readonly Deno: DenoApi }).Deno // this file runs only in Deno

// Deno sends pings, and closes the socket if no pong arrives.
const idleSeconds = 30
const stopMs = 8_000

const encoder = new TextEncoder()
const say = (text: string): void => void deno.stdout.writeSync(encoder.encode(text))

async function main({ base, shown, tokenFile }: EdgeArguments): Promise<void> {
  const config = readConfig(deno.env.toObject())
  if (config.trustedProxies.length > 0) {
    throw new ConfigError(['TRUSTED_PROXIES: proxies cannot be trusted on Deno; use Node for that'])
  }
  const token =
    tokenFile === undefined ? {} : { token: (await deno.readTextFile(tokenFile)).trim() }
  const log = createLineLogger(config.logLevel, () => Date.now(), say)
  const edge = await createDenoEdge(config, { base, shown, ...token }, log)
  const sockets = new Set<WebSocket>()
  const server = deno.serve(
    {
      hostname: config.host,
      port: config.port,
      onListen: ({ port }) =>
        say(`\n  danmu-relay, an edge of ${base}, is at http://localhost:${port}\n\n`),
    },
    (request, from) => {
      const peer = {
        address: plainAddress(from.remoteAddr.hostname),
        secure: false,
        local: isLocal(config) && !isForwarded(request.headers.keys()),
      }
      return request.headers.get('upgrade')?.toLowerCase() === 'websocket'
        ? upgrade(request, peer, { edge, sockets, log })
        : answer(request, { ...peer, completed: from.completed }, edge)
    },
  )
  const stop = async (): Promise<void> => {
    for (const socket of sockets) socket.close(closeCodes.restart, 'the server restarts')
    setTimeout(() => deno.exit(0), stopMs)
    await Promise.all([edge.close(), server.shutdown()])
    deno.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    deno.addSignalListener(signal, () => void stop())
  }
}

function createDenoEdge(config: Config, origin: Origin, log: Logger): Promise<Edge> {
  return createEdge({
    origin,
    log,
    reach: config,
    limits: config,
    rings: createRingMemory(ringLimitsOf(config, Infinity)), // the memory size needs a permission in Deno
    maxRooms: config.maxRooms,
    dial: createWebDial(WebSocket), // the WebSocket of Deno accepts headers
    fetch: (url, init) => fetch(url, init),
    defer: (call) => void setTimeout(call, 0),
  })
}

interface Serving {
  readonly edge: Edge
  readonly sockets: Set<WebSocket>
  readonly log: Logger
}

async function upgrade(
  request: Request,
  peer: ClientAddress,
  { edge, sockets, log }: Serving,
): Promise<Response> {
  const ends: (() => void)[] = []
  const end = (): void => {
    for (const call of ends.splice(0)) call()
  }
  const onEnd = (call: () => void): void => void ends.push(call)
  const connection = { ...peer, ...notStreaming, onEnd, cut: end }
  const accept = await fetchUpgrade(edge.app, request, connection)
  if (accept instanceof Response) {
    end()
    return accept
  }
  const { socket, response } = deno.upgradeWebSocket(request, { idleTimeout: idleSeconds })
  const stream = webStreamSocketOf(socket)
  sockets.add(socket)
  stream.onClose(() => {
    sockets.delete(socket)
    end()
  })
  socket.addEventListener('error', () => undefined) // 'close' always follows
  socket.addEventListener('open', () => void serveSocket(stream, accept, log))
  return response
}

// Deno reads the next request of a connection after the last response is complete.
const notStreaming: Pick<Connection, 'isStreaming' | 'startStream'> = {
  isStreaming: () => false,
  startStream: () => () => undefined,
}

async function answer(
  request: Request,
  { completed, ...peer }: ClientAddress & Pick<DenoPeer, 'completed'>,
  edge: Edge,
): Promise<Response> {
  const cut = new AbortController()
  const connection = {
    ...peer,
    ...notStreaming,
    onEnd: (call: () => void) => void completed.then(call, call),
    cut: () => cut.abort(),
  }
  const response = await edge.app.fetch(request, { connection })
  if (!response.body) return response
  const body = response.body.pipeThrough(new TransformStream(), { signal: cut.signal })
  return new Response(body, response)
}

const wrongArguments = 2

try {
  await newEdgeCommand(main)
    .name('deno run … edge/deno.js')
    .showHelpAfterError()
    .exitOverride(({ exitCode }) => deno.exit(exitCode === 0 ? 0 : wrongArguments))
    .parseAsync(deno.args, { from: 'user' })
} catch (error) {
  if (!(error instanceof ConfigError)) throw error
  say(`danmu-relay cannot start: ${error.message}\n`)
  deno.exit(78)
}
