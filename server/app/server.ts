import { join } from 'node:path'
import type { Config } from '../config/index.ts'
import { platformOf } from '../metrics/events.ts'
import { Doctor } from '../doctor/doctor.ts'
import { createHttpServer } from './http.ts'
import { ActiveReaders } from '../http/socket/active-readers.ts'
import { decide } from '../account/policy.ts'
import type { Room } from '../hub/room.ts'
import { type Storage, openStorage } from './storage.ts'
import { systemClock } from '../lib/time/clock.ts'
import { Locked } from '../lib/file/lock-file.ts'
import type { Logger } from '../lib/logger.ts'
import { type EventLoopLag, measureEventLoopLag } from '../lib/time/event-loop-lag.ts'
import { openCredentials } from './credentials.ts'
import { type CoverageFigure, createMetrics } from '../metrics/registry.ts'
import { randomName } from '../lib/bytes/random-token.ts'
import { createNetwork } from './network.ts'
import { atomicFile } from '../lib/file/atomic-file.ts'
import { withTimeout } from '../lib/time/timeout.ts'
import { Overlays } from '../overlay/overlays.ts'
import { platformsOf, profileDates } from './platforms.ts'
import { Catalog } from '../room/catalog.ts'
import type { Rooms } from '../room/rooms.ts'
import { createRooms, type CreateRoomsParts } from './rooms.ts'
import { createDouyinSigning } from './douyin-signing.ts'
import { type Secrets, secretsOf } from './secrets.ts'
import { DatabaseHeld } from '../store/query/lease.ts'
import { CursorStore } from '../upstream/cursor-store.ts'
import { createFindRoom } from '../upstream/find-room.ts'

/** A server that listens. */
export interface Running {
  /** Its address on this machine. */
  readonly url: string
  /** The public address: PUBLIC_URL, or `url` if that is not set. */
  readonly publicUrl: string
  /** The link that logs the owner's browser in; only after the first start. */
  readonly loginUrl?: string
  /** Resolves if another relay takes over the database; this one must then stop. */
  readonly lost?: Promise<Error>
  /**
   * Refuses new requests, ends every stream so that its reader reconnects, and stops within ten
   * seconds.
   */
  readonly stop: () => Promise<void>
}

/** Returns true for the error of a start whose data folder or database another process holds. */
export function isHeldByAnother(error: unknown): boolean {
  return error instanceof Locked || error instanceof DatabaseHeld
}

/** Options of a start. */
export interface StartOptions {
  /** True takes the database from another relay that stores in it. */
  readonly takeOver?: boolean
  /** Returns the number of lines that the log lost since the start. */
  readonly logDropped?: () => number
}

// Readers that stay connected are cut off: a stop takes ten seconds at most, the database's time
// included.
const closeMs = 5_000

/**
 * Creates all parts and listens: configuration in, a running server out.
 *
 * @throws ConfigError if a profile or script cannot be used; Locked if another process has the data
 * folder, DatabaseHeld if another relay has the database; the system error of the address.
 */
export async function startServer(
  config: Config,
  log: Logger,
  { logDropped, ...options }: StartOptions = {},
): Promise<Running> {
  const platforms = platformsOf(config)
  const signing = createDouyinSigning(config)
  let loop: EventLoopLag | undefined
  const loopLagMs = (): number => loop?.lagMs() ?? 0
  const metrics = createMetrics({
    waiting: () => storage.waiting(),
    memoryOnly: () => storage.recorder.memoryOnly.size,
    profiles: profileDates(platforms),
    coverages: () => rooms.list().flatMap(coveragesOf),
    loopLagMs,
    ...(logDropped ? { logDropped } : {}),
    ...(config.metricsRooms === 'on' ? { rooms: () => rooms.list() } : {}),
  })
  const storage = await openStorage(config, { log, onWritten: metrics.dbWrite, ...options })
  const { firstToken, maskKey, seal, ...secrets } = await openSecrets(config, storage)
  const logins = openCredentials({ storage, seal, log, rooms: () => rooms })
  const network = createNetwork(config, maskKey, signing, logins)
  const bookmarks = openBookmarks(config, storage, log)
  const inside = { config, platforms, metrics, log, storage, network, logins, bookmarks }
  const rooms: Rooms = createRooms(inside)
  const audience = openAudience(rooms)
  const catalog = openCatalog({ storage, log, logins }, rooms, audience)
  const doctor = openDoctor({ platforms, network, logins }, catalog)
  let stopping = false
  const trouble = problemsOf(catalog, storage, () => stopping)
  const overlays = openOverlays({ storage, log })
  const findRoom = createFindRoom(platforms, network)
  const shown = { rooms, catalog, audience, overlays, doctor, findRoom, logins }
  const parts = { ...shown, ...secrets, config, platforms, storage }
  const httpServer = await createHttpServer({ ...parts, trouble, metrics, loopLagMs, log })
  const stop = async (): Promise<void> => {
    stopping = true
    bookmarks.freeze()
    log.info({}, 'stopping')
    const closed = Promise.all([rooms.close(), httpServer.close(), doctor.close(), signing.close()])
    closed.catch((error: unknown) => log.error({ error }, 'not everything was closed'))
    await withTimeout(closeMs, closed)
    bookmarks.close()
    await storage.close()
    loop?.close()
  }
  try {
    loop = measureEventLoopLag(() => performance.now(), systemClock.after) // the start itself is not a lag
    const url = await httpServer.listen()
    log.info({ url }, 'listening')
    return { ...addressesOf(url, config, firstToken), lost: storage.lost, stop }
  } catch (error) {
    await stop() // the database and the lock would keep the process alive
    throw error
  }
}

/** Returns the check of readiness: its problems as text, or none. */
function problemsOf(
  catalog: Catalog,
  storage: Storage,
  isStopping: () => boolean,
): (named: boolean) => Promise<readonly string[]> {
  return async (named) =>
    isStopping()
      ? ['the server is stopping']
      : [...(catalog.loaded ? [] : [notLoaded]), ...(await storage.problems(named))]
}

async function openSecrets(config: Config, storage: Storage): Promise<Secrets> {
  try {
    return await secretsOf(config)
  } catch (error) {
    await storage.close() // the database and the lock would keep the process alive
    throw error
  }
}

function addressesOf(
  url: string,
  { publicUrl = url }: Config,
  firstToken: string | undefined,
): Omit<Running, 'stop'> {
  if (firstToken === undefined) return { url, publicUrl }
  return { url, publicUrl, loginUrl: `${publicUrl}/login#token=${firstToken}` }
}

/** Returns the active readers, whose access is checked against the open rooms. */
function openAudience(rooms: Rooms): ActiveReaders {
  return new ActiveReaders((room) => {
    const target = rooms.find(room)
    return (principal) => decide(principal, 'read', target)
  })
}

/** Opens the cursors of sources, which survive a restart. */
function openBookmarks({ dataDir }: Config, { recorder }: Storage, log: Logger): CursorStore {
  return new CursorStore({
    file: atomicFile(join(dataDir, 'places.json')),
    quickFile: atomicFile(join(dataDir, 'places.now.json'), false),
    clock: systemClock,
    defer: setImmediate,
    isKept: (room) => !recorder.memoryOnly.has(room),
    log,
  })
}

/** Returns the coverage of each source of a room for which it was measured. */
function coveragesOf(room: Room): readonly CoverageFigure[] {
  return room.state().flatMap((event) => {
    if (event.type !== 'stats' || !event.coverage) return []
    const { share, samples } = event.coverage
    return { platform: platformOf(event.source), share, samples }
  })
}

const notLoaded = 'the configured rooms are not loaded from the database yet'

/**
 * Opens the catalog of configured rooms: from the copy first, corrected after the database is
 * loaded. Tokens and credentials belong to rooms, and are loaded after them.
 */
function openCatalog(
  { storage, log, logins }: Pick<CreateRoomsParts, 'storage' | 'log' | 'logins'>,
  rooms: Rooms,
  audience: ActiveReaders,
): Catalog {
  const catalog = new Catalog(storage.rooms)
  catalog.onChange((slug) => {
    audience.review()
    rooms.refresh(slug).catch((error: unknown) => log.error({ slug, error }, 'room not opened'))
  })
  const know = async (): Promise<void> => {
    await rooms
      .setCatalog(catalog)
      .catch((error: unknown) => log.error({ error }, 'rooms not opened'))
  }
  const { whenAvailable } = storage.database
  const load = async (): Promise<void> => {
    const recalled = catalog.recall()
    if (recalled) void know()
    await whenAvailable(() => catalog.load())
    const dependent = [() => logins.load(), () => storage.tokens.load()].map(whenAvailable)
    if (!recalled) await know()
    await storage.recorder.sweep((room) => catalog.find(room) !== undefined)
    await Promise.all(dependent)
  }
  load().catch((error: unknown) => log.error({ error }, 'configured rooms not loaded'))
  return catalog
}

/**
 * Creates the doctor, for the owner only; a room that is not configured has the cookie of all
 * rooms.
 */
function openDoctor(
  { platforms, network, logins }: Pick<CreateRoomsParts, 'platforms' | 'network' | 'logins'>,
  catalog: Catalog,
): Doctor {
  return new Doctor({
    platforms,
    network,
    newId: randomName,
    sourcesOf: (slug) => catalog.find(slug)?.sources,
    cookieFor: (platform, ref) =>
      logins.cookieFor(platform, catalog.ownerOf({ platform, ref })?.slug ?? ''),
  })
}

/** Opens the named overlays. */
function openOverlays({ storage, log }: Pick<CreateRoomsParts, 'storage' | 'log'>): Overlays {
  const overlays = new Overlays(storage.overlays)
  overlays.recall() // OBS may request an overlay before the database is available
  const loading = storage.database.whenAvailable(() => overlays.load())
  loading.catch((error: unknown) => log.error({ error }, 'named overlays not loaded'))
  return overlays
}
