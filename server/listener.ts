import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer, type HttpBindings } from '@hono/node-server'
import type { Hono } from 'hono'
import type { Config } from './config.ts'
import type { Connection } from './http/connection.ts'
import { isLoopbackName } from './http/guard.ts'
import type { HttpEnv } from './http/route.ts'
import { systemClock } from './lib/clock.ts'
import { createProxies, peerOf, type Proxies } from './lib/peer.ts'

/** An app before Node's HTTP server. */
export interface Listener {
  readonly server: Server
  /** Whose word about who is behind them is taken. */
  readonly proxies: Proxies
  /** @returns where it can be reached. @throws if the address cannot be had. */
  readonly listen: () => Promise<string>
  /** Refuses new requests, and waits until the last has gone, for some seconds. */
  readonly close: () => Promise<void>
}

const stopMs = 4_000

// How often Node looks for requests whose time is up; its own default is half a minute.
const overdueEveryMs = 1_000

/** Puts Node's HTTP server before an app. */
export function createListener(app: Hono<HttpEnv>, config: Config): Listener {
  const proxies = createProxies(config.trustedProxies)
  const server = createAdaptorServer({
    fetch: (request, env) => app.fetch(request, { connection: connectionOf(env, proxies) }),
    serverOptions: {
      headersTimeout: config.headerTimeoutMs,
      requestTimeout: Math.max(config.requestTimeoutMs, config.headerTimeoutMs),
      connectionsCheckingInterval: overdueEveryMs,
    },
  }) as Server // no http2 was asked for
  return {
    server,
    proxies,
    listen: () => listen(server, config),
    close: () => close(server),
  }
}

function connectionOf(env: unknown, proxies: Proxies): Connection {
  const { incoming, outgoing } = env as HttpBindings // no http2 was asked for
  return {
    ...peerOf(incoming, proxies),
    onEnd: (call) => {
      if (outgoing.closed) call()
      else outgoing.once('close', call)
    },
    cut: () => void outgoing.destroy(),
  }
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
