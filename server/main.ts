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
import { catalogRoutes } from './http/route/catalog.ts'
import { contractRoutes } from './http/route/contract.ts'
import { healthRoutes } from './http/route/health.ts'
import { pageRoutes } from './http/route/page.ts'
import { roomRoutes } from './http/route/room.ts'
import { sessionRoutes } from './http/route/session.ts'
import { serveUpgrades } from './http/upgrade.ts'
import { noHistory } from './hub/history.ts'
import { Room } from './hub/room.ts'
import { type Keeping, openKeeping } from './keep.ts'
import { assetsOf } from './lib/asset-node.ts'
import { systemClock } from './lib/clock.ts'
import type { Logger } from './lib/logger.ts'
import { createMetrics, type Metrics } from './lib/metrics.ts'
import { createNetwork } from './network.ts'
import { randomToken } from './lib/random-token.ts'
import { readOrCreateSecret } from './lib/secret-file.ts'
import { platforms } from './platform/registry.ts'
import type { Kept } from './record/keeper.ts'
import { createCatalogStore } from './room/catalog-store.ts'
import { Catalog } from './room/catalog.ts'
import { Rooms } from './room/rooms.ts'
import type { Network, Report } from './upstream/network.ts'
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
  const keeping = openKeeping(config, log)
  const { owner, firstToken, maskKey } = await secretsOf(config)
  const rooms = createRooms({
    config,
    metrics,
    log,
    keeping,
    network: createNetwork(config, maskKey),
  })
  const catalog = openCatalog(keeping, rooms, log)
  const feed = new Feed(clock)
  const guard: GuardOptions = {
    loopback: isLoopbackName(config.host),
    origins: new Set(config.origins),
    cookie: sessionCookie,
  }
  let stopping = false
  const trouble = async (): Promise<readonly string[]> =>
    stopping ? ['the server is stopping'] : keeping.trouble()
  const routes = [
    ...roomRoutes(rooms, feed, clock),
    ...catalogRoutes(catalog, platforms),
    ...sessionRoutes(owner, clock),
    ...healthRoutes(trouble, metrics.text),
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
  const parts = { rooms, feed, guard, owner, clock, log, maxSockets, onClients }
  const upgrades = serveUpgrades(server, parts)
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
      await keeping.close()
    },
  }
}

interface RoomsOf {
  readonly config: Config
  readonly metrics: Metrics
  readonly log: Logger
  readonly keeping: Keeping
  readonly network: Network
}

function createRooms({ config, metrics, log, keeping, network }: RoomsOf): Rooms {
  const clock = systemClock
  const { keeper } = keeping
  const forget = (): Kept => {
    return { log: keeper.spare(), history: noHistory, recent: [], record: () => undefined }
  }
  return new Rooms({
    platforms,
    clock,
    idleMs: roomIdleMs,
    maxRooms: config.maxRooms,
    keep: (id) => keeper.open(id),
    forget,
    createRoom: (id, kept) =>
      new Room({
        id,
        log: kept.log,
        history: kept.history,
        spareLog: () => keeper.spare(),
        clock,
        defer: setImmediate,
        ringSize: config.ringSize,
        onEvent: ({ source, type }) => metrics.events(platformOf(source), type),
        onDuplicate: (source) => metrics.duplicates(platformOf(source)),
        onLogFailed: (failure) => keeper.failed(id, failure),
      }),
    startSource: ({ platform: name, ref }, outlet) => {
      const platform = platforms.get(name)
      if (!platform) throw new RangeError(`there is no platform ${name}`)
      log.info({ platform: name, ref }, 'source started')
      const wire = { network, report: reportOf(name, metrics, log) }
      return openSource({ platform, ref, outlet, clock, seed: demoSeed, wire })
    },
  })
}

function reportOf(platform: string, metrics: Metrics, log: Logger): Report {
  return {
    fault: (kind) => metrics.decodeErrors(platform, kind),
    sample: (fault) => log.warn({ platform, fault }, 'first fault of its kind'),
    // Never the cause: it may hold signed addresses.
    failure: ({ kind, reason }) => {
      metrics.reconnects(platform, kind)
      log.warn({ platform, kind, reason }, 'source lost')
    },
  }
}

/** The configured rooms: loaded beside what follows, opened as soon as they are known. */
function openCatalog(keeping: Keeping, rooms: Rooms, log: Logger): Catalog {
  const store = createCatalogStore(keeping.database, () => systemClock.now())
  const catalog = new Catalog(store, (slug) => {
    rooms.refresh(slug).catch((error: unknown) => log.error({ slug, error }, 'room not refreshed'))
  })
  const open = async (): Promise<void> => {
    await keeping.ready()
    await catalog.load()
    await rooms.know(catalog)
  }
  open().catch((error: unknown) => log.error({ error }, 'configured rooms not opened'))
  return catalog
}

interface Secrets {
  readonly owner: Owner
  /** The owner's token, only when it was made just now. */
  readonly firstToken?: string
  readonly maskKey: string
}

async function secretsOf({ dataDir, ownerToken }: Config): Promise<Secrets> {
  const { content: maskKey } = readOrCreateSecret(join(dataDir, 'mask-key'), randomToken)
  if (ownerToken !== undefined) {
    return { maskKey, owner: createOwner(await hashToken(ownerToken)) }
  }
  const token = randomToken()
  const hash = await hashToken(token)
  const { content, created } = readOrCreateSecret(join(dataDir, 'owner'), () => hash)
  const owner = createOwner(content.trim())
  return { maskKey, owner, ...(created ? { firstToken: token } : {}) }
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
