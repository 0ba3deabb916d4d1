import { closeCodes } from '../../proto/feed/index.ts'
import { ConfigError, type Config, readConfig } from '../config/index.ts'
import { type UpgradeRequest, authorizeUpgrade } from '../http/socket/authorize-upgrade.ts'
import { createRingMemory, ringLimitsOf } from '../hub/ring-memory.ts'
import { Problem } from '../http/problem.ts'
import { subscribe } from '../http/socket/feed-socket.ts'
import { webStreamSocketOf } from '../http/socket/web-socket.ts'
import { plainAddress } from '../lib/net/address.ts'
import { createWebDial } from '../lib/net/dial-web.ts'
import { createLineLogger } from '../lib/line-logger.ts'
import { isForwarded } from '../lib/net/client-address.ts'
import type { Logger } from '../lib/logger.ts'
import { edgeUsage, parseEdgeArguments } from './argument.ts'
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

async function main(): Promise<void> {
  const config = readConfig(deno.env.toObject())
  if (config.trustedProxies.length > 0) {
    throw new ConfigError(['TRUSTED_PROXIES: proxies cannot be trusted on Deno; use Node for that'])
  }
  const { base, shown, tokenFile } = parseEdgeArguments(deno.args)
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
    (request, from) =>
      request.headers.get('upgrade')?.toLowerCase() === 'websocket'
        ? upgrade(request, from, { edge, sockets, log })
        : answer(request, from, edge),
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

async function upgrade(request: Request, from: DenoPeer, serving: Serving): Promise<Response> {
  const { edge, sockets, log } = serving
  const ends: (() => void)[] = []
  const end = (): void => {
    for (const call of ends.splice(0)) call()
  }
  try {
    const handshake = await authorizeUpgrade(knockOf(request, from, { ends, edge }), edge)
    const { socket, response } = deno.upgradeWebSocket(request, { idleTimeout: idleSeconds })
    const stream = webStreamSocketOf(socket)
    sockets.add(socket)
    stream.onClose(() => {
      sockets.delete(socket)
      end()
    })
    socket.addEventListener('error', () => undefined) // 'close' always follows
    socket.addEventListener('open', () => {
      if (handshake.refused) {
        return stream.close(closeCodes.notAllowed, handshake.refused.message)
      }
      if (handshake.of !== 'room')
        return stream.close(closeCodes.noSuchRoom, 'an edge has no overlays')
      subscribe(stream, handshake, edge).catch((error: unknown) => {
        log.error({ error }, 'stream failed')
        stream.close(1011, 'something went wrong on our side')
      })
    })
    return response
  } catch (error) {
    end()
    if (error instanceof Problem) return error.toResponse(crypto.randomUUID())
    throw error
  }
}

interface KnockParts {
  readonly ends: (() => void)[]
  readonly edge: Edge
}

function knockOf(
  request: Request,
  { remoteAddr }: DenoPeer,
  { ends, edge }: KnockParts,
): UpgradeRequest {
  const { pathname, search } = new URL(request.url)
  return {
    headers: new Headers(request.headers),
    target: `${pathname}${search}`,
    address: plainAddress(remoteAddr.hostname),
    secure: false,
    local: isLocal(request, edge),
    onEnd: (call) => void ends.push(call),
  }
}

function isLocal({ headers }: Request, { guard }: Edge): boolean {
  return guard.local && !isForwarded(headers.keys())
}

async function answer(request: Request, from: DenoPeer, edge: Edge): Promise<Response> {
  const cut = new AbortController()
  const connection = {
    address: plainAddress(from.remoteAddr.hostname),
    secure: false,
    local: isLocal(request, edge),
    onEnd: (call: () => void) => void from.completed.then(call, call),
    cut: () => cut.abort(),
    // Deno reads the next request of a connection after the last response is complete.
    isStreaming: () => false,
    startStream: () => () => undefined,
  }
  const response = await edge.app.fetch(request, { connection })
  if (!response.body) return response
  const body = response.body.pipeThrough(new TransformStream(), { signal: cut.signal })
  return new Response(body, response)
}

try {
  await main()
} catch (error) {
  if (!(error instanceof ConfigError || error instanceof TypeError)) throw error
  say(`danmu-relay cannot start: ${error.message}\n  usage: deno run … ${edgeUsage}\n`)
  deno.exit(78)
}
