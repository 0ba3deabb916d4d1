import { Counter, Gauge, Registry } from 'prom-client'
import { type ReaderMeter, readerMeter } from './feed.ts'
import { measureProcess, type ProcessGauges } from './process.ts'
import { type RelayMeter, relayMeter } from './relay.ts'
import { measureStorage, type StorageGauges } from './storage.ts'
import { type UpstreamMeter, upstreamMeter } from './upstream.ts'

/** The metrics of the process; names are stable, labels are few. */
export interface Metrics extends UpstreamMeter, RelayMeter, ReaderMeter {
  readonly events: (platform: string, type: string) => void
  readonly duplicates: (platform: string) => void
  readonly omitted: (platform: string, type: string) => void
  /** Counts a refusal: in an answer, in a handshake, or on the socket. */
  readonly problems: (code: string) => void
  /** Returns all metrics in the text format of Prometheus. */
  readonly text: () => Promise<string>
}

/** The values that are read whenever the metrics are read. */
export interface Gauges extends ProcessGauges, StorageGauges {
  /** The date of the profile of each platform. */
  readonly profiles: ReadonlyMap<string, string>
  /** Returns the measured coverage of each source in open rooms. */
  readonly coverages: () => readonly CoverageFigure[]
}

/** The share of the chat of one source that arrives. */
export interface CoverageFigure {
  readonly platform: string
  readonly share: number
  readonly samples: number
}

/** The problems that mean a failed authentication, with the reason. */
const authFailures: Readonly<Record<string, string>> = {
  'login-required': 'nothing-shown',
  'wrong-token': 'wrong-token',
  'not-allowed': 'no-scope',
}

/**
 * Creates counters at zero. Rooms become labels only if the setting is on: there may be thousands.
 */
export function createMetrics(all: Gauges): Metrics {
  const { waiting, memoryOnly, profiles, coverages, ...gauges } = all
  const registry = new Registry()
  measureProcess(registry, gauges)
  measureStorage(registry, { waiting, memoryOnly })
  const registers = [registry]
  const counter = <L extends string>(name: string, help: string, labelNames: L[]): Counter<L> =>
    new Counter({ name, help, labelNames, registers })
  const events = counter('danmu_relay_events_total', 'Events accepted.', ['platform', 'kind'])
  const duplicates = counter('danmu_relay_duplicates_total', 'Repeated events dropped.', [
    'platform',
  ])
  const omitted = counter('danmu_relay_omitted_total', 'Events that rooms leave out.', [
    'platform',
    'kind',
  ])
  const problems = counter(
    'danmu_http_problems_total',
    'Requests and sockets refused with a problem.',
    ['code'],
  )
  const auth = counter('danmu_auth_failures_total', 'Callers who were not let in.', ['kind'])
  showProfiles(profiles, registry)
  showCoverage(coverages, registry)
  return {
    ...upstreamMeter(registry),
    ...relayMeter(registry),
    ...readerMeter(registry),
    events: (platform, kind) => events.inc({ platform, kind }),
    duplicates: (platform) => duplicates.inc({ platform }),
    omitted: (platform, kind) => omitted.inc({ platform, kind }),
    problems: (code) => {
      problems.inc({ code })
      const kind = authFailures[code]
      if (kind !== undefined) auth.inc({ kind })
    },
    text: () => registry.metrics(),
  }
}

function showProfiles(profiles: Gauges['profiles'], registry: Registry): void {
  const profile = new Gauge({
    name: 'danmu_platform_profile_info',
    help: 'The day a platform profile was last compared with the site.',
    labelNames: ['platform', 'date'],
    registers: [registry],
  })
  for (const [platform, date] of profiles) profile.set({ platform, date }, 1)
}

function showCoverage(coverages: Gauges['coverages'], registry: Registry): void {
  const gauge: Gauge = new Gauge({
    name: 'danmu_relay_coverage_ratio',
    help: 'Share of the chat that arrives, of the lines that were compared in open rooms.',
    labelNames: ['platform'],
    registers: [registry],
    collect: () => {
      gauge.reset() // a platform without an open room has no figure
      const figures = coverages()
      for (const platform of new Set(figures.map((one) => one.platform))) {
        const of = figures.filter((one) => one.platform === platform)
        const samples = of.reduce((sum, one) => sum + one.samples, 0)
        const arrived = of.reduce((sum, one) => sum + one.share * one.samples, 0)
        gauge.set({ platform }, arrived / samples)
      }
    },
  })
}
