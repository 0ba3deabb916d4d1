import { decide } from '../account/policy.ts'
import type { Config } from '../config/index.ts'
import { Doctor } from '../doctor/doctor.ts'
import { ActiveReaders } from '../http/socket/active-readers.ts'
import type { Room } from '../hub/room.ts'
import { randomName } from '../lib/bytes/random-token.ts'
import type { Logger } from '../lib/logger.ts'
import { platformOf } from '../metrics/events.ts'
import type { Meter, Metrics } from '../metrics/registry.ts'
import { type CoverageFigure, coverageMeter, roomMeter } from '../metrics/rooms.ts'
import { Overlays } from '../overlay/overlays.ts'
import { Catalog } from '../room/catalog.ts'
import type { Rooms } from '../room/rooms.ts'
import { restartOnChange } from './credentials.ts'
import { createRooms } from './rooms.ts'
import type { Storage } from './storage.ts'
import type { Upstreams } from './upstreams.ts'

/** The rooms of a relay, and what belongs to them. */
export interface Relay {
  readonly rooms: Rooms
  readonly catalog: Catalog
  readonly audience: ActiveReaders
  readonly overlays: Overlays
  readonly doctor: Doctor
  readonly meter: Meter
  /** Returns the current problems, as text; an empty list if there are none. */
  readonly problems: () => readonly string[]
  readonly close: () => Promise<void>
}

/** Dependencies of {@link createRelay}. */
export interface RelayParts {
  readonly storage: Storage
  readonly upstreams: Upstreams
  readonly metrics: Metrics
  readonly log: Logger
}

/** Creates the rooms, and opens those that are configured as soon as they are known. */
export function createRelay(config: Config, parts: RelayParts): Relay {
  const { storage, upstreams, log } = parts
  const rooms = createRooms(config, parts)
  const audience = new ActiveReaders((room) => {
    const target = rooms.find(room)
    return (principal) => decide(principal, 'read', target)
  })
  const catalog = new Catalog(storage.rooms)
  catalog.onChange((slug) => {
    audience.review()
    rooms.refresh(slug).catch((error: unknown) => log.error({ slug, error }, 'room not opened'))
  })
  restartOnChange(upstreams.vault, rooms, log)
  loadRooms(catalog, rooms, parts).catch((error: unknown) =>
    log.error({ error }, 'configured rooms not loaded'),
  )
  const doctor = createDoctor(upstreams, catalog)
  return {
    rooms,
    catalog,
    audience,
    overlays: openOverlays(storage, log),
    doctor,
    meter: (registry) => {
      coverageMeter(() => rooms.list().flatMap(coveragesOf))(registry)
      if (config.metricsRooms === 'on') roomMeter(() => rooms.list())(registry)
    },
    problems: () => (catalog.loaded ? [] : [notLoaded]),
    close: async () => {
      await Promise.all([rooms.close(), doctor.close()])
    },
  }
}

const notLoaded = 'the configured rooms are not loaded from the database yet'

/**
 * Opens the configured rooms: those of the copy first, corrected after the database is loaded.
 * Tokens and credentials belong to rooms, and are loaded after them.
 */
async function loadRooms(
  catalog: Catalog,
  rooms: Rooms,
  { storage, upstreams, log }: RelayParts,
): Promise<void> {
  const { whenAvailable } = storage.database
  const open = async (): Promise<void> => {
    await rooms
      .setCatalog(catalog)
      .catch((error: unknown) => log.error({ error }, 'rooms not opened'))
  }
  const recalled = catalog.recall()
  if (recalled) void open()
  await whenAvailable(() => catalog.load())
  const dependent = [() => upstreams.vault.load(), () => storage.tokens.load()].map(whenAvailable)
  if (!recalled) await open()
  await storage.recorder.sweep((room) => catalog.find(room) !== undefined)
  await Promise.all(dependent)
}

/**
 * Creates the doctor, for the owner only; a room that is not configured has the cookie of all
 * rooms.
 */
function createDoctor({ platforms, network, vault }: Upstreams, catalog: Catalog): Doctor {
  return new Doctor({
    platforms,
    network,
    newId: randomName,
    sourcesOf: (slug) => catalog.find(slug)?.sources,
    cookieFor: (platform, ref) =>
      vault.cookieFor(platform, catalog.ownerOf({ platform, ref })?.slug ?? ''),
  })
}

/** Opens the named overlays. */
function openOverlays(storage: Storage, log: Logger): Overlays {
  const overlays = new Overlays(storage.overlays)
  overlays.recall() // OBS may request an overlay before the database is available
  const loading = storage.database.whenAvailable(() => overlays.load())
  loading.catch((error: unknown) => log.error({ error }, 'named overlays not loaded'))
  return overlays
}

/** Returns the coverage of each source of a room for which it was measured. */
function coveragesOf(room: Room): readonly CoverageFigure[] {
  return room.state().flatMap((event) => {
    if (event.type !== 'stats' || !event.coverage) return []
    const { share, samples } = event.coverage
    return { platform: platformOf(event.source), share, samples }
  })
}
