import type { IncomingMessage, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer, type HttpBindings } from '@hono/node-server'
import type { Hono } from 'hono'
import type { Config } from '../config/index.ts'
import { type ConnectionLimitParts, limitConnections } from '../http/limit/connections.ts'
import { isLocal, isLoopbackName } from '../http/auth/origin-check.ts'
import { createConnections } from '../http/node-connection.ts'
import { PlainRequest } from '../http/plain-request.ts'
import { serveUpgrades } from '../http/socket/node-upgrade.ts'
import type { HttpEnv } from '../http/route.ts'
import { isLoopbackAddress } from '../lib/net/address.ts'
import { systemClock } from '../lib/time/clock.ts'
import type { Logger } from '../lib/logger.ts'
import { openFileLimit } from '../lib/file/open-files.ts'
import {
  createProxies,
  isForwarded,
  isTrusted,
  type ClientAddress,
  clientAddress,
  type PeerOptions,
} from '../lib/net/client-address.ts'

/** An app with Node's HTTP server. */
export interface Listener {
  /** Starts to listen. @returns the address. @throws if the address is not available. */
  readonly listen: () => Promise<string>
  /**
   * Closes every WebSocket so that its client reconnects later, refuses new requests, and waits for the
   * last one, for some seconds.
   */
  readonly close: () => Promise<void>
}

/** Dependencies of a listener besides its app. */
export interface ListenerParts {
  readonly config: Config
  readonly log: Logger
  readonly onRefusedConnection: ConnectionLimitParts['onRefused']
}

const stopMs = 4_000

// The interval at which Node checks for requests that exceed their time; its own default is half a
// minute.
const overdueEveryMs = 1_000

// Files that the process opens besides connections: journals, the database, sockets to platforms.
const otherFiles = 256

/** Creates Node's HTTP server for an app, sockets included. */
export function createListener(
  app: Pick<Hono<HttpEnv>, 'fetch'>,
  { config, log, onRefusedConnection }: ListenerParts,
): Listener {
  const options: PeerOptions = {
    proxies: createProxies(config.trustedProxies),
    local: isLocal(config),
    httpsHostName: httpsHostNameOf(config),
  }
  const peerOfRequest = createPeerLookup(options, log)
  const connectionOf = createConnections()
  const server = createAdaptorServer({
    fetch: (request, env) => {
      const { incoming, outgoing } = env as HttpBindings // HTTP/2 is not enabled
      return app.fetch(request, {
        connection: connectionOf(incoming, outgoing, peerOfRequest(incoming)),
      })
    },
    serverOptions: {
      IncomingMessage: PlainRequest,
      headersTimeout: config.headerTimeoutMs,
      requestTimeout: Math.max(config.requestTimeoutMs, config.headerTimeoutMs),
      connectionsCheckingInterval: overdueEveryMs,
    },
  }) as Server // HTTP/2 is not enabled
  limitConnections(server, limitedByFiles(config, log), {
    isExempt: (address) =>
      (options.local && isLoopbackAddress(address)) || isTrusted(address, options.proxies),
    onRefused: onRefusedConnection,
  })
  const upgrades = serveUpgrades(server, { app, peerOf: peerOfRequest, clock: systemClock, log })
  return {
    listen: () => listen(server, config),
    close: () => {
      upgrades.close()
      return close(server)
    },
  }
}

function httpsHostNameOf({ publicUrl }: Config): string | undefined {
  if (publicUrl === undefined) return undefined
  const { protocol, hostname } = new URL(publicUrl)
  return protocol === 'https:' ? hostname : undefined
}

/**
 * Returns a lookup of peers, which logs once if requests come through a proxy that no setting
 * names.
 */
function createPeerLookup(
  options: PeerOptions,
  log: Logger,
): (request: IncomingMessage) => ClientAddress {
  let logged = false
  return (request) => {
    const { socket, headers } = request
    if (
      !logged &&
      isForwarded(Object.keys(headers)) &&
      !isTrusted(socket.remoteAddress, options.proxies)
    ) {
      logged = true
      log.warn({ address: socket.remoteAddress }, unknownProxy)
    }
    return clientAddress(request, options)
  }
}

const unknownProxy =
  'a proxy passed a request on that TRUSTED_PROXIES does not name: all who come through it count as one; add its address, and set PUBLIC_URL'

/** Lowers MAX_CONNECTIONS to what the system allows: journals and the database need files too. */
function limitedByFiles(config: Config, log: Logger): Config {
  const files = openFileLimit() ?? Number.POSITIVE_INFINITY
  const maxConnections = Math.floor(Math.max(files - otherFiles, files / 2))
  if (maxConnections >= config.maxConnections) return config
  log.info({ maxConnections, files }, 'MAX_CONNECTIONS is more than the system lets us open')
  return { ...config, maxConnections }
}

async function listen(server: Server, { host, port }: Config): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
  const { port: taken } = server.address() as AddressInfo // not a pipe: we gave host and port
  const name = isLoopbackName(host) || host === '0.0.0.0' || host === '::' ? 'localhost' : host
  return `http://${name}:${taken}`
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeIdleConnections()
  const timer = systemClock.after(stopMs, () => server.closeAllConnections())
  await closed
  timer.cancel()
}
