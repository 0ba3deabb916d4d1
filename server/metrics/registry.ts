import { Counter, Registry } from 'prom-client'
import { type ReaderCounters, readerCounters } from './feed.ts'
import { type LedgerCounters, ledgerCounters } from './ledger.ts'
import { type LiveCounters, liveCounters } from './live.ts'
import { type RelayCounters, relayCounters } from './relay.ts'
import { sharedMetrics } from './shared.ts'
import { type UpstreamCounters, upstreamCounters } from './upstream.ts'

/** Registers gauges, which are read whenever the metrics are read. */
export type Meter = (registry: Registry) => void

/** The metrics of the process; names are stable, labels are few. */
export interface Metrics
  extends UpstreamCounters, RelayCounters, ReaderCounters, LiveCounters, LedgerCounters {
  readonly events: (platform: string, type: string) => void
  readonly duplicates: (platform: string) => void
  readonly omitted: (platform: string, type: string) => void
  /** Counts a refusal: in an answer, in a handshake, or on the socket. */
  readonly problems: (code: string) => void
  /** Adds gauges, each of which is read whenever the metrics are read. */
  readonly add: (...meters: readonly Meter[]) => void
  /** Returns all metrics in the text format of Prometheus. */
  readonly text: () => Promise<string>
}

/** The problems that mean a failed authentication, with the reason. */
const authFailures: Readonly<Record<string, string>> = {
  'login-required': 'nothing-shown',
  'wrong-token': 'wrong-token',
  'not-allowed': 'no-scope',
}

/** Creates counters at zero; meters are added when the things that they measure exist. */
export function createMetrics(): Metrics {
  const registry = new Registry()
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
  const { name, help } = sharedMetrics.problems
  const problems = counter(name, help, ['code'])
  const auth = counter('danmu_auth_failures_total', 'Callers who were not let in.', ['kind'])
  return {
    ...upstreamCounters(registry),
    ...relayCounters(registry),
    ...readerCounters(registry),
    ...liveCounters(registry),
    ...ledgerCounters(registry),
    events: (platform, kind) => events.inc({ platform, kind }),
    duplicates: (platform) => duplicates.inc({ platform }),
    omitted: (platform, kind) => omitted.inc({ platform, kind }),
    problems: (code) => {
      problems.inc({ code })
      const kind = authFailures[code]
      if (kind !== undefined) auth.inc({ kind })
    },
    add: (...meters) => {
      for (const meter of meters) meter(registry)
    },
    text: () => registry.metrics(),
  }
}
