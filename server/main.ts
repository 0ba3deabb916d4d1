import { existsSync } from 'node:fs'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createAdaptorServer } from '@hono/node-server'
import { createOwner, hashToken, type Owner } from './account/owner.ts'
import type { Config } from './config.ts'
import { Feed } from './feed/fanout.ts'
import { createApp } from './http/app.ts'
import { sessionCookie } from './http/caller.ts'
import { type GuardOptions, isLoopbackName } from './http/guard.ts'
import { contractRoutes } from './http/route/contract.ts'
import { healthRoutes } from './http/route/health.ts'
import { pageRoutes } from './http/route/page.ts'
import { roomRoutes } from './http/route/room.ts'
import { sessionRoutes } from './http/route/session.ts'
import { serveUpgrades } from './http/upgrade.ts'
import { Room } from './hub/room.ts'
import { assetsOf } from './lib/asset-node.ts'
import { systemClock } from './lib/clock.ts'
import type { Logger } from './lib/logger.ts'
import { createMetrics, type Metrics } from './lib/metrics.ts'
import { randomName, randomToken } from './lib/random-token.ts'
import { readOrCreateSecret } from './lib/secret-file.ts'
import { createMemoryLog } from './log/memory.ts'
import { platforms } from './platform/registry.ts'
import { Rooms } from './room/rooms.ts'
import type { Outlet } from './upstream/intake.ts'
import { openSource } from './upstream/source.ts'

/** A server that listens. */
export interface Running {
  /** Where it can be reached from this machine. */
  readonly url: string
  /** The link that logs the owner's browser in; only after the first start. */
  readonly loginUrl?: string
  /** Refuses new requests, tells every stream to come back, and ends within ten seconds. */
  readonly stop: () => Promise<void>
}

const roomIdleMs = 5 * 60_000
const stopMs = 8_000

// The same demo at every start, so that what somebody reports can be seen again.
const demoSeed = 1

/** Puts the parts together and listens: configuration in, a running server out. */
export async function startServer(config: Config, log: Logger): Promise<Running> {
  const clock = systemClock
  const metrics = createMetrics()
  const { owner, firstToken } = await ownerOf(config)
  const rooms = createRooms(config, metrics, log)
  const guard: GuardOptions = {
    loopback: isLoopbackName(config.host),
    origins: new Set(config.origins),
    cookie: sessionCookie,
  }
  const feed = new Feed(clock)
  let stopping = false
  const routes = [
    ...roomRoutes(rooms, feed, clock),
    ...sessionRoutes(owner, clock),
    ...healthRoutes(() => !stopping, metrics.text),
  ]
  const app = createApp({
    routes: [...pageRoutes(assetsOf(webRoot())), ...contractRoutes(routes), ...routes],
    guard,
    owner,
    clock,
    log,
    onProblem: metrics.httpProblems,
  })
  const server = createAdaptorServer({ fetch: app.fetch }) as Server // no http2 was asked for
  const { maxSockets } = config
  const onClients = metrics.feedClients
  const upgrades = serveUpgrades(server, {
    rooms,
    feed,
    guard,
    owner,
    clock,
    log,
    maxSockets,
    onClients,
  })
  const url = await listen(server, config)
  log.info({ url }, 'listening')
  return {
    url,
    ...(firstToken === undefined ? {} : { loginUrl: `${url}/login#token=${firstToken}` }),
    stop: async () => {
      stopping = true
      log.info({}, 'stopping')
      upgrades.close()
      await Promise.all([rooms.close(), close(server)])
    },
  }
}

function createRooms(config: Config, metrics: Metrics, log: Logger): Rooms {
  const clock = systemClock
  return new Rooms({
    platforms,
    clock,
    idleMs: roomIdleMs,
    maxRooms: config.maxRooms,
    createRoom: (id) =>
      new Room({
        id,
        log: createMemoryLog(randomName()),
        clock,
        defer: setImmediate,
        ringSize: config.ringSize,
        onEvent: ({ source, type }) => metrics.events(platformOf(source), type),
        onDuplicate: (source) => metrics.duplicates(platformOf(source)),
      }),
    openSource: (platform, ref, room) => {
      log.info({ room: room.id, platform: platform.name }, 'room opened')
      const outlet: Outlet = {
        publish: (draft) => room.publish(room.id, draft),
        publishRaw: (raw) => room.publishRaw(room.id, raw),
      }
      return openSource({ platform, ref, outlet, clock, seed: demoSeed })
    },
  })
}

async function ownerOf(config: Config): Promise<{ owner: Owner; firstToken?: string }> {
  if (config.ownerToken !== undefined) {
    return { owner: createOwner(await hashToken(config.ownerToken)) }
  }
  const token = randomToken()
  const hash = await hashToken(token)
  const { content, created } = readOrCreateSecret(join(config.dataDir, 'owner'), () => hash)
  return { owner: createOwner(content.trim()), ...(created ? { firstToken: token } : {}) }
}

/** Pages are built into dist/web; this file runs from server/ or from dist/server/. */
function webRoot(): string {
  const beside = join(import.meta.dirname, '../web')
  return existsSync(beside) ? beside : join(import.meta.dirname, '../dist/web')
}

function platformOf(source: string): string {
  return source.slice(0, source.indexOf(':'))
}

/** @throws if the address cannot be had. */
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
