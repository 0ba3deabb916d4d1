import { Counter, Gauge, type Registry } from 'prom-client'
import type { Meter } from './registry.ts'

/** Counters of the connections to platforms. */
export interface UpstreamCounters {
  readonly decodeErrors: (platform: string, reason: string) => void
  /** Counts messages that are left out on purpose: copies, and messages about the whole site. */
  readonly leftOut: (platform: string, count: number) => void
  /** Counts messages that a platform delivered again. */
  readonly redelivered: (platform: string, count: number) => void
  readonly reconnects: (platform: string, reason: string) => void
  readonly losses: (platform: string, kind: string) => void
}

/** Returns counters at zero. */
export function upstreamCounters(registry: Registry): UpstreamCounters {
  const registers = [registry]
  const counter = <L extends string>(name: string, help: string, labelNames: L[]): Counter<L> =>
    new Counter({ name, help, labelNames, registers })
  const faults = counter('danmu_relay_decode_errors_total', 'Upstream messages that failed.', [
    'platform',
    'reason',
  ])
  const left = counter('danmu_relay_left_out_total', 'Upstream messages left out on purpose.', [
    'platform',
  ])
  const again = counter('danmu_relay_redelivered_total', 'Upstream messages delivered again.', [
    'platform',
  ])
  const reconnects = counter('danmu_relay_reconnects_total', 'Sources lost.', [
    'platform',
    'reason',
  ])
  const losses = counter('danmu_relay_losses_total', 'What went missing without a failure.', [
    'platform',
    'kind',
  ])
  return {
    decodeErrors: (platform, reason) => faults.inc({ platform, reason }),
    leftOut: (platform, count) => left.inc({ platform }, count),
    redelivered: (platform, count) => again.inc({ platform }, count),
    reconnects: (platform, reason) => reconnects.inc({ platform, reason }),
    losses: (platform, kind) => losses.inc({ platform, kind }),
  }
}

/** Returns the meter of the profiles of platforms. @param profiles - the date of each, by platform. */
export function profileMeter(profiles: ReadonlyMap<string, string>): Meter {
  return (registry) => {
    const profile = new Gauge({
      name: 'danmu_platform_profile_info',
      help: 'The day a platform profile was last compared with the site.',
      labelNames: ['platform', 'date'],
      registers: [registry],
    })
    for (const [platform, date] of profiles) profile.set({ platform, date }, 1)
  }
}
