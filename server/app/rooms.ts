import type { Config } from '../config/index.ts'
import { createRingMemory, ringLimitsOf } from '../hub/ring-memory.ts'
import { Room } from '../hub/room.ts'
import type { Logger } from '../lib/logger.ts'
import { machineMemory } from '../lib/machine-memory.ts'
import { systemClock } from '../lib/time/clock.ts'
import { createCount, platformOf } from '../metrics/events.ts'
import type { Metrics } from '../metrics/registry.ts'
import { Rooms } from '../room/rooms.ts'
import type { Storage } from './storage.ts'
import type { Upstreams } from './upstreams.ts'

const idle = { restMs: 30_000, idleMs: 5 * 60_000 } as const

/** Dependencies of the rooms of a relay. */
export interface CreateRoomsParts {
  readonly storage: Pick<Storage, 'recorder'>
  readonly upstreams: Pick<Upstreams, 'platforms' | 'startSource' | 'findOwnRoom'>
  readonly metrics: Metrics
  readonly log: Logger
}

/** Returns the rooms of a relay, none of them open yet. */
export function createRooms(
  config: Pick<Config, 'ringMb' | 'ringSize' | 'maxRooms'>,
  { storage, upstreams, metrics, log }: CreateRoomsParts,
): Rooms {
  const clock = systemClock
  const { recorder } = storage
  const count = createCount(metrics)
  const rings = createRingMemory(ringLimitsOf(config, machineMemory()))
  return new Rooms({
    ...upstreams,
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
  })
}
