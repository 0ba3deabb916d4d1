import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config/index.ts'
import { Feed } from '../feed/room-broadcast.ts'
import { createApp } from '../http/app.ts'
import { guardOptionsOf } from '../http/auth/origin-check.ts'
import { Limits } from '../http/limit/limits.ts'
import { logRefusedNames } from '../http/auth/log-refused.ts'
import { accountRoutes, inviteRoutes } from '../http/route/account/accounts.ts'
import { auditRoutes } from '../http/route/account/audit.ts'
import { loginRoutes } from '../http/route/account/login.ts'
import { meRoutes } from '../http/route/account/me.ts'
import { catalogRoutes } from '../http/route/catalog.ts'
import { doctorRoutes } from '../http/route/doctor.ts'
import { contractRoutes } from '../http/route/contract.ts'
import { credentialRoutes } from '../http/route/credential.ts'
import { giftRoutes } from '../http/route/coin/gifts.ts'
import { ledgerRoutes } from '../http/route/coin/ledger.ts'
import { rankRoutes } from '../http/route/coin/ranks.ts'
import { healthRoutes } from '../http/route/health.ts'
import { liveCommentRoutes } from '../http/route/live/comments.ts'
import { liveMemberRoutes } from '../http/route/live/members.ts'
import { liveModerationRoutes } from '../http/route/live/moderation.ts'
import { followRoutes } from '../http/route/live/follows.ts'
import { lotteryRoutes } from '../http/route/live/lotteries.ts'
import { liveRoutes } from '../http/route/live/rooms.ts'
import { countViewers } from '../http/route/live/viewers.ts'
import { overlayRoutes } from '../http/route/overlay.ts'
import { pageRoutes } from '../http/route/page.ts'
import { roomAddressRoutes } from '../http/route/room-address.ts'
import { roomRoutes } from '../http/route/room.ts'
import { testEventRoutes } from '../http/route/test-event.ts'
import { ticketRoutes } from '../http/route/ticket.ts'
import { tokenRoutes } from '../http/route/token.ts'
import { uploadRoutes } from '../http/route/upload.ts'
import { type FileArchive, openFileArchive } from '../lib/file/file-archive.ts'
import { type Access, createAccess } from './access.ts'
import { deleteFirstLogin } from './first-login.ts'
import { systemClock } from '../lib/time/clock.ts'
import { type EventLoopLag, measureEventLoopLag } from '../lib/time/event-loop-lag.ts'
import type { Logger } from '../lib/logger.ts'
import { forgetAccount } from '../live/forget-account.ts'
import { Uploads } from '../upload/uploads.ts'
import { randomName } from '../lib/bytes/random-token.ts'
import { createListener } from './node-server.ts'
import type { Metrics } from '../metrics/registry.ts'
import type { Live } from './live.ts'
import type { Relay } from './relay.ts'
import type { Storage } from './storage.ts'
import type { Upstreams } from './upstreams.ts'

/** The dependencies of the HTTP server. */
export interface HttpParts {
  readonly storage: Storage
  readonly upstreams: Upstreams
  readonly relay: Relay
  readonly live: Live
  readonly metrics: Metrics
  readonly log: Logger
}

/** The HTTP server of a relay. */
export interface HttpServer {
  /** Starts to listen. @returns the address. @throws if the address is not available. */
  readonly listen: () => Promise<string>
  /** Returns the recent lag of the event loop, in ms. */
  readonly loopLagMs: () => number
  /**
   * Refuses new requests, ends every stream so that its reader reconnects, and waits for the last
   * one.
   */
  readonly close: () => Promise<void>
}

const clock = systemClock

/** Every feature that has routes; each takes from the context what it needs. */
const features = [
  roomRoutes,
  catalogRoutes,
  roomAddressRoutes,
  credentialRoutes,
  overlayRoutes,
  doctorRoutes,
  tokenRoutes,
  ticketRoutes,
  testEventRoutes,
  loginRoutes,
  meRoutes,
  accountRoutes,
  inviteRoutes,
  auditRoutes,
  liveRoutes,
  liveCommentRoutes,
  liveModerationRoutes,
  liveMemberRoutes,
  followRoutes,
  giftRoutes,
  ledgerRoutes,
  rankRoutes,
  lotteryRoutes,
  uploadRoutes,
  healthRoutes,
] as const

/** Creates the HTTP server of a relay, sockets included. */
export async function createHttp(config: Config, parts: HttpParts): Promise<HttpServer> {
  const { relay, metrics, log } = parts
  const limits = new Limits(config, clock)
  const access = await createAccess(config, parts, limits)
  const { credentials } = access
  let loop: EventLoopLag | undefined
  const loopLagMs = (): number => loop?.lagMs() ?? 0
  let stopping = false
  const trouble = async (named: boolean): Promise<readonly string[]> =>
    stopping
      ? ['the server is stopping']
      : [...relay.problems(), ...(await parts.storage.problems(named))]
  const shared = {
    guard: guardOptionsOf(config, logRefusedNames(log)),
    credentials,
    limits,
    feed: new Feed(clock, metrics),
    onClients: metrics.feedClients,
    onChange: access.audit.record,
    onProblem: metrics.problems,
  }
  const context = {
    ...parts.upstreams,
    ...relay,
    ...access,
    ...shared,
    ...liveContext(config, parts, access),
    clock,
    people: config,
    onOwnerLogin: () => deleteFirstLogin(config.dataDir),
    onLogin: metrics.logins,
    trouble,
    metrics: metrics.text,
    loopLagMs,
    liveLagMs: config.liveLagMs,
  }
  const routes = features.flatMap((routesOf) => routesOf(context))
  const pages = pageRoutes(openWebFiles(config, log).read, config)
  const app = createApp({
    ...shared,
    findRoom: (id) => relay.rooms.find(id),
    routes: [...pages, ...contractRoutes(routes), ...routes],
    log,
  })
  const onRefusedConnection = metrics.refusedConnections
  const listener = createListener(app, { config, log, onRefusedConnection })
  return {
    listen: () => {
      loop = measureEventLoopLag(() => performance.now(), clock.after) // the start itself is not a lag
      return listener.listen()
    },
    loopLagMs,
    close: async () => {
      stopping = true
      access.close()
      await listener.close()
      loop?.close()
    },
  }
}

/** Returns the dependencies of the routes of live rooms. */
function liveContext(
  { databaseUrl, publicUrl = '', dataDir }: Pick<Config, 'databaseUrl' | 'publicUrl' | 'dataDir'>,
  { relay, live, storage: { database }, log }: HttpParts,
  { accounts }: Pick<Access, 'accounts'>,
) {
  const addressOf = (path: string): string => `${publicUrl}${path}`
  const present = countViewers({ ...relay, accounts, addressOf, presence: live.presence })
  const folder = join(dataDir, 'upload')
  const uploads = new Uploads({ folder, database, clock, drawName: randomName })
  uploads.begin().catch((error: unknown) => log.warn({ error }, 'uploads cannot be stored'))
  const onDelete = (account: string) => forgetAccount(account, { ...live, database, clock })
  return {
    live,
    coins: live.coins,
    lotteries: live.lotteries,
    present,
    database,
    uploads,
    addressOf,
    onDelete,
    isDurable: databaseUrl !== undefined,
  }
}

/** Opens the built pages and the kit; pages of earlier builds find their files in `DATA_DIR`. */
function openWebFiles(config: Config, log: Logger): FileArchive {
  return openFileArchive(webRoot(), join(config.dataDir, 'web'), (error) =>
    log.warn({ error }, 'pages that are open during the next upgrade may miss files'),
  )
}

/** Pages are built into dist/web; this file runs from server/ or from dist/server/. */
function webRoot(): string {
  const beside = join(import.meta.dirname, '../../web')
  return existsSync(beside) ? beside : join(import.meta.dirname, '../../dist/web')
}
