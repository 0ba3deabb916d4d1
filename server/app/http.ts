import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { CredentialVault } from '../account/credential-vault.ts'
import type { Owner } from '../account/owner.ts'
import type { Sessions } from '../account/session.ts'
import { createTickets, type Tickets } from '../account/ticket.ts'
import { createTokenStore } from '../account/token-store.ts'
import { Tokens } from '../account/token.ts'
import type { Config } from '../config/index.ts'
import type { Doctor } from '../doctor/doctor.ts'
import { Feed } from '../feed/room-broadcast.ts'
import { createApp } from '../http/app.ts'
import { type ActiveReaders, endReasons } from '../http/socket/active-readers.ts'
import { guardOptionsOf } from '../http/auth/origin-check.ts'
import { Limits } from '../http/limit/limits.ts'
import { logRefusedNames } from '../http/auth/log-refused.ts'
import type { Route } from '../http/route.ts'
import { catalogRoutes } from '../http/route/catalog.ts'
import { doctorRoutes } from '../http/route/doctor.ts'
import { contractRoutes } from '../http/route/contract.ts'
import { credentialRoutes } from '../http/route/credential.ts'
import { healthRoutes, type HealthRouteParts } from '../http/route/health.ts'
import { overlayRoutes } from '../http/route/overlay.ts'
import { pageRoutes } from '../http/route/page.ts'
import { roomAddressRoutes } from '../http/route/room-address.ts'
import { roomRoutes } from '../http/route/room.ts'
import { sessionRoutes } from '../http/route/session.ts'
import { testEventRoutes } from '../http/route/test-event.ts'
import { ticketRoutes } from '../http/route/ticket.ts'
import { tokenRoutes } from '../http/route/token.ts'
import { type FileArchive, openFileArchive } from '../lib/file/file-archive.ts'
import { deleteFirstLogin } from './first-login.ts'
import { systemClock } from '../lib/time/clock.ts'
import type { Logger } from '../lib/logger.ts'
import { createListener } from './node-server.ts'
import type { Metrics } from '../metrics/registry.ts'
import type { Platforms } from './platforms.ts'
import type { Overlays } from '../overlay/overlays.ts'
import type { Catalog } from '../room/catalog.ts'
import type { RoomDenied } from '../room/room-denied.ts'
import type { Rooms } from '../room/rooms.ts'
import { openSessions } from './sessions.ts'
import type { Storage } from './storage.ts'
import type { FindRoom } from '../upstream/find-room.ts'

/** The dependencies of the HTTP server. */
export interface HttpServerParts {
  readonly config: Config
  readonly platforms: Platforms
  readonly owner: Owner
  readonly cookieKey: string
  readonly rooms: Rooms
  readonly catalog: Catalog
  readonly audience: ActiveReaders
  /** The credentials of the operator for platforms. */
  readonly logins: CredentialVault
  readonly overlays: Overlays
  readonly doctor: Doctor
  readonly findRoom: FindRoom
  readonly storage: Storage
  /** Returns the current problems. */
  readonly trouble: HealthRouteParts['trouble']
  readonly metrics: Metrics
  /** Returns the recent lag of the event loop, in ms. */
  readonly loopLagMs: () => number
  readonly log: Logger
}

/** The HTTP server of a relay. */
export interface HttpServer {
  /** Starts to listen. @returns the address. @throws if the address is not available. */
  readonly listen: () => Promise<string>
  /**
   * Refuses new requests, ends every stream so that its reader reconnects, and waits for the last
   * one.
   */
  readonly close: () => Promise<void>
}

const clock = systemClock

/** Creates the HTTP server of the rooms, sockets included. */
export async function createHttpServer(parts: HttpServerParts): Promise<HttpServer> {
  const { config, owner, audience, metrics, log } = parts
  const { catalog, storage } = parts
  const { database } = storage
  const guard = guardOptionsOf(config, logRefusedNames(log))
  const tickets = await createTickets(clock)
  const end = (grant: string, why: RoomDenied): void => {
    tickets.revoke(grant)
    audience.revoke(grant, why)
  }
  const hasRoom = (slug: string): boolean => catalog.find(slug) !== undefined
  const tokens = new Tokens({
    store: createTokenStore({ database, records: storage.tokens, hasRoom, clock }),
    clock,
    log,
    onRevoked: (id) => end(id, endReasons.token),
  })
  const sessions = openSessions({
    ...parts,
    onEnded: (id) => end(id, endReasons.session),
    isReading: (id) => audience.reads(id),
  })
  const { cookieKey } = parts
  const cookies = { cookieKey, find: (secret: string) => sessions.find(secret) }
  const limits = new Limits(config, clock)
  const credentials = { owner, tokens, tickets, limits, sessions: cookies }
  const shared = {
    guard,
    credentials,
    limits,
    feed: new Feed(clock, metrics),
    onClients: metrics.feedClients,
    onProblem: metrics.problems,
  }
  const routes = routesOf({ ...parts, ...shared, sessions })
  const app = createApp({ ...shared, routes, log })
  const onRefusedConnection = metrics.refusedConnections
  const listener = createListener(app, { config, log, onRefusedConnection })
  return {
    listen: () => listener.listen(),
    close: async () => {
      sessions.close()
      await listener.close()
    },
  }
}

interface RoutesOf extends HttpServerParts {
  readonly credentials: { readonly tokens: Tokens; readonly tickets: Tickets }
  readonly sessions: Sessions
  readonly limits: Limits
  readonly feed: Feed
  readonly onClients: Metrics['feedClients']
  readonly onProblem: Metrics['problems']
}

function routesOf(parts: RoutesOf): readonly Route[] {
  const { owner, rooms, catalog, platforms, audience, trouble, metrics, limits, feed } = parts
  const { overlays, doctor, findRoom, logins, onClients, onProblem, sessions, cookieKey } = parts
  const onLogin = (): void => deleteFirstLogin(parts.config.dataDir)
  const { tokens, tickets } = parts.credentials
  const routes = [
    ...roomRoutes({
      rooms,
      catalog,
      platforms,
      feed,
      audience,
      limits,
      clock,
      onClients,
      onProblem,
    }),
    ...catalogRoutes({ catalog, rooms, platforms, findRoom, logins, clock }),
    ...roomAddressRoutes({ platforms, findRoom }),
    ...credentialRoutes({ credentials: logins, catalog, platforms, clock }),
    ...overlayRoutes({ overlays, rooms, audience, clock, onProblem }),
    ...doctorRoutes(doctor),
    ...tokenRoutes(tokens),
    ...ticketRoutes({ rooms, overlays, tickets }),
    ...testEventRoutes({ rooms, limits }),
    ...sessionRoutes({ owner, sessions, cookieKey, limits, onLogin }),
    ...healthRoutes({
      trouble,
      metrics: metrics.text,
      loopLagMs: parts.loopLagMs,
      liveLagMs: parts.config.liveLagMs,
    }),
  ]
  return [
    ...pageRoutes(openWebFiles(parts).read, parts.config),
    ...contractRoutes(routes),
    ...routes,
  ]
}

/** Opens the built pages and the kit; pages of earlier builds find their files in `DATA_DIR`. */
function openWebFiles({ config, log }: Pick<HttpServerParts, 'config' | 'log'>): FileArchive {
  return openFileArchive(webRoot(), join(config.dataDir, 'web'), (error) =>
    log.warn({ error }, 'pages that are open during the next upgrade may miss files'),
  )
}

/** Pages are built into dist/web; this file runs from server/ or from dist/server/. */
function webRoot(): string {
  const beside = join(import.meta.dirname, '../../web')
  return existsSync(beside) ? beside : join(import.meta.dirname, '../../dist/web')
}
