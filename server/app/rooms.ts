import type { CredentialVault } from '../account/credential-vault.ts'
import type { Config } from '../config/index.ts'
import { createCount, platformOf } from '../metrics/events.ts'
import { createRingMemory, ringLimitsOf } from '../hub/ring-memory.ts'
import { Room } from '../hub/room.ts'
import type { Storage } from './storage.ts'
import { systemClock } from '../lib/time/clock.ts'
import { guardedClock } from '../lib/time/guarded-clock.ts'
import { machineMemory } from '../lib/machine-memory.ts'
import type { Logger } from '../lib/logger.ts'
import type { Metrics } from '../metrics/registry.ts'
import { isOperatorOnly } from './credentials.ts'
import { refusalOfPlatform } from '../platform/registry.ts'
import type { Platforms } from './platforms.ts'
import { recordingsIn } from './recordings.ts'
import { Rooms } from '../room/rooms.ts'
import type { CursorStore } from '../upstream/cursor-store.ts'
import type { Network, Report } from '../upstream/network.ts'
import { openSource } from '../upstream/source.ts'

const idle = { restMs: 30_000, idleMs: 5 * 60_000 } as const

// The same demo at every start, so that reported problems can be reproduced.
const demoSeed = 1

/** Dependencies of the rooms of a relay. */
export interface CreateRoomsParts {
  readonly config: Config
  readonly platforms: Platforms
  readonly metrics: Metrics
  readonly log: Logger
  readonly storage: Storage
  readonly network: Network
  readonly logins: CredentialVault
  readonly bookmarks: CursorStore
}

/** Returns the rooms of a relay, none of them open yet. */
export function createRooms(parts: CreateRoomsParts): Rooms {
  const { config, platforms, metrics, log, storage, network, logins, bookmarks } = parts
  const clock = systemClock
  const { recorder } = storage
  const { replayDir } = config
  const count = createCount(metrics)
  const rings = createRingMemory(ringLimitsOf(config, machineMemory()))
  const recordings = replayDir === undefined ? {} : { recordings: recordingsIn(replayDir, log) }
  return new Rooms({
    platforms,
    clock,
    idle,
    maxRooms: config.maxRooms,
    onScheduleFailed: (slug, error) =>
      log.error({ slug, error }, 'room not opened or closed by its schedule'),
    openLog: (id) => recorder.open(id),
    openInMemory: () => recorder.inMemory(),
    discard: (slug) => recorder.discard(slug),
    createRoom: (id, opened) =>
      new Room({
        id,
        log: opened.log,
        history: opened.history,
        fallbackLog: opened.fallback,
        clock,
        defer: setImmediate,
        rings,
        onEvent: count,
        onDuplicate: (source) => metrics.duplicates(platformOf(source)),
        onOmitted: (source, type) => metrics.omitted(platformOf(source), type),
        onLogFailed: (failure) => recorder.failed(id, failure),
        onFault: (error) => {
          metrics.decodeErrors('room', 'unexpected')
          log.error({ room: id, error }, 'event not sent to all readers')
        },
      }),
    startSource: ({ platform: name, ref }, sink, slug) => {
      const platform = platforms.get(name)
      if (!platform) throw new RangeError(refusalOfPlatform(name, platforms))
      log.info({ platform: name, ref }, 'source started')
      if (slug === undefined && isOperatorOnly(platform)) {
        throw new RangeError(
          `${name} is available to the operator's rooms alone: configure one for it`,
        )
      }
      const report = reportOf(name, metrics, log)
      // Never for a room on demand: any client could then use the operator's account.
      const login = slug === undefined ? {} : { cookie: () => logins.cookieFor(name, slug) }
      const source = `${name}:${ref}`
      const bookmark = bookmarks.of(slug ?? source, source)
      const wire = { network, report, bookmark, ...login }
      const safeClock = guardedClock(clock, (error) => {
        report.fault('unexpected')
        log.error({ platform: name, ref, error }, 'source stopped by a fault')
      })
      const own = { platform, ref, sink, clock: safeClock, seed: demoSeed, wire }
      return openSource({ ...own, ...recordings })
    },
  })
}

function reportOf(platform: string, metrics: Metrics, log: Logger): Report {
  return {
    fault: (kind) => metrics.decodeErrors(platform, kind),
    leftOut: (count) => metrics.leftOut(platform, count),
    redelivered: (count) => metrics.redelivered(platform, count),
    sample: (fault) => log.warn({ platform, fault }, 'first fault of its kind'),
    // Never the cause: it may contain signed addresses.
    failure: ({ kind, reason }) => {
      metrics.reconnects(platform, kind)
      log.warn({ platform, kind, reason }, 'source lost')
    },
    loss: ({ kind, name, count }) => {
      metrics.losses(platform, kind)
      log.warn({ platform, kind, name, count }, 'events are lost')
    },
    sideRequestFailed: ({ kind, reason }) =>
      log.info({ platform, kind, reason }, 'published lines not available'),
  }
}
