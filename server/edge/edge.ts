import type { Hono } from 'hono'
import { createOwner, hashToken } from '../account/owner.ts'
import { Feed } from '../feed/room-broadcast.ts'
import { createApp } from '../http/app.ts'
import { ActiveReaders } from '../http/socket/active-readers.ts'
import { guardOptionsOf, type ReachSettings } from '../http/auth/origin-check.ts'
import type { AuthStores } from '../http/auth/authenticate.ts'
import { type LimitOptions, Limits } from '../http/limit/limits.ts'
import type { RingMemory } from '../hub/ring-memory.ts'
import { logRefusedNames } from '../http/auth/log-refused.ts'
import { decide } from '../account/policy.ts'
import type { HttpEnv } from '../http/route.ts'
import { contractRoutes } from '../http/route/contract.ts'
import { healthRoutes } from '../http/route/health.ts'
import { systemClock } from '../lib/time/clock.ts'
import type { Dial } from '../lib/net/dial.ts'
import type { Logger } from '../lib/logger.ts'
import { measureEventLoopLag } from '../lib/time/event-loop-lag.ts'
import { randomToken } from '../lib/bytes/random-token.ts'
import type { Fetch } from '../platform/connector.ts'
import { createGauges, type Gauges } from './gauge.ts'
import { Mirrors } from './mirrors.ts'
import { createOriginNetwork, type Origin } from './origin.ts'
import { edgeRoutes } from './route.ts'

/** The dependencies of an edge. */
export interface EdgeParts {
  readonly origin: Origin
  /** The settings that define how readers reach the edge. */
  readonly reach: ReachSettings
  readonly limits: LimitOptions
  readonly rings: RingMemory
  readonly maxRooms: number
  readonly dial: Dial
  readonly fetch: Fetch
  /** Runs a call at the end of this tick of the event loop. */
  readonly defer: (call: () => void) => void
  readonly log: Logger
  /** Returns the number of log lines that were lost, if some can be. */
  readonly logDropped?: () => number
}

/** A relay without rooms of its own, before it listens. */
export interface Edge {
  /** Answers every request, WebSocket handshakes included. */
  readonly app: Hono<HttpEnv>
  readonly onRefusedConnection: Gauges['refusedConnection']
  /** Closes every room: its readers reconnect to another edge. */
  readonly close: () => Promise<void>
}

// The default of the relay itself.
const liveLagMs = 5_000

const clock = systemClock
const idle = { restMs: 30_000, idleMs: 60_000 } as const

/** Creates an edge from web-standard APIs only. */
export async function createEdge(parts: EdgeParts): Promise<Edge> {
  const { reach, rings, maxRooms, defer, log } = parts
  const { token, shown } = parts.origin
  const guard = guardOptionsOf(reach, logRefusedNames(log))
  const local = guard.local
  const gauges = createGauges(parts.logDropped)
  const mirrors = new Mirrors({
    clock,
    rings,
    maxRooms,
    defer,
    log,
    networkOf: createOriginNetwork({ ...parts, local, clock, onReconnect: gauges.reconnected }),
    idle,
    onChange: () => audience.review(),
    // Rooms that need the token are for this machine only, not for clients behind a proxy.
    isForThisMachine: (room) => local && token !== undefined && !shown.has(room),
  })
  const audience = new ActiveReaders((room) => {
    const target = mirrors.find(room)
    return (principal) => decide(principal, 'read', target)
  })
  const limits = new Limits(parts.limits, clock)
  const credentials = { ...(await noCredentials()), limits }
  const feed = new Feed(clock)
  const loop = measureEventLoopLag(() => performance.now(), clock.after)
  const trouble = (): Promise<readonly string[]> => Promise.resolve(mirrors.trouble())
  const metrics = (): Promise<string> => Promise.resolve(gauges.text(mirrors.list().length))
  const onClients = gauges.clients
  const onProblem = gauges.problem
  const routes = [
    ...edgeRoutes({ rooms: mirrors, feed, audience, limits, clock, onClients, onProblem }),
    ...healthRoutes({ trouble, metrics, loopLagMs: loop.lagMs, liveLagMs }),
  ]
  const app = createApp({
    routes: [...contractRoutes(routes), ...routes],
    guard,
    credentials,
    limits,
    log,
    onChange: async () => undefined, // an edge keeps nothing that could be changed
    onProblem,
  })
  return {
    app,
    onRefusedConnection: gauges.refusedConnection,
    close: () => {
      loop.close()
      return mirrors.close()
    },
  }
}

/** Returns stores without owner, tokens and tickets: an edge rejects all credentials as wrong. */
async function noCredentials(): Promise<Omit<AuthStores, 'limits'>> {
  const owner = createOwner(await hashToken(randomToken()))
  return { owner, tokens: { find: unknown }, tickets: { take: unknown } }
}

function unknown(): Promise<undefined> {
  return Promise.resolve(undefined)
}
