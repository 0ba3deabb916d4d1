import { CredentialVault } from '../account/credential-vault.ts'
import type { Config } from '../config/index.ts'
import type { Logger } from '../lib/logger.ts'
import { systemClock } from '../lib/time/clock.ts'
import { guardedClock } from '../lib/time/guarded-clock.ts'
import type { Meter, Metrics } from '../metrics/registry.ts'
import { profileMeter } from '../metrics/upstream.ts'
import { refusalOfPlatform } from '../platform/registry.ts'
import type { FindOwnRoom, OwnRooms } from '../room/find-target.ts'
import type { StartSource } from '../room/open-room.ts'
import { createFindRoom, type FindRoom } from '../upstream/find-room.ts'
import type { Network, Report } from '../upstream/network.ts'
import { openSource } from '../upstream/source.ts'
import { isOperatorOnly } from './credentials.ts'
import { createNetwork } from './network.ts'
import { type Platforms, platformsOf, profileDates } from './platforms.ts'
import { recordingsIn } from './recordings.ts'
import { createSigning } from './signing.ts'
import type { Storage } from './storage.ts'

/** The sites that a relay reads, and its access to them. */
export interface Upstreams {
  readonly platforms: Platforms
  readonly network: Network
  /** The credentials of the operator for platforms. */
  readonly vault: CredentialVault
  readonly findRoom: FindRoom
  readonly startSource: StartSource
  readonly findOwnRoom: FindOwnRoom
  readonly meter: Meter
  readonly close: () => Promise<void>
}

/** Dependencies of {@link createUpstreams}. */
export interface UpstreamsParts {
  readonly storage: Pick<Storage, 'credentials' | 'cursors' | 'secrets'>
  readonly own: OwnRooms
  readonly metrics: Metrics
  readonly log: Logger
}

// The same demo at every start, so that reported problems can be reproduced.
const demoSeed = 1

/** Creates the access to all sites. @throws ConfigError if a profile or script cannot be used. */
export function createUpstreams(
  config: Config,
  { storage, own, metrics, log }: UpstreamsParts,
): Upstreams {
  const { seal, maskKey } = storage.secrets
  const platforms = platformsOf(config)
  const vault = new CredentialVault({ store: storage.credentials, seal, clock: systemClock, log })
  const signing = createSigning(config, (name) => vault.app(name))
  const network = createNetwork(config, maskKey, signing.sign)
  const { replayDir } = config
  const recordings = replayDir === undefined ? {} : { recordings: recordingsIn(replayDir, log) }
  const startSource: StartSource = ({ platform: name, ref }, sink, slug) => {
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
    const login = slug === undefined ? {} : { cookie: () => vault.cookieFor(name, slug) }
    const id = `${name}:${ref}`
    const bookmark = storage.cursors.of(slug ?? id, id)
    const wire = { network, report, bookmark, ...login }
    const safeClock = guardedClock(systemClock, (error) => {
      report.fault('unexpected')
      log.error({ platform: name, ref, error }, 'source stopped by a fault')
    })
    const source = { platform, ref, sink, clock: safeClock, seed: demoSeed }
    return openSource({ ...source, own, wire, ...recordings })
  }
  return {
    platforms,
    network,
    vault,
    findRoom: createFindRoom(platforms, network),
    startSource,
    findOwnRoom: own.find,
    meter: profileMeter(profileDates(platforms)),
    close: async () => {
      await signing.close()
    },
  }
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
