import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import { sharedMetrics } from './shared.ts'

/** The transport of a stream: WebSocket or Server-Sent Events. */
export type Transport = 'ws' | 'sse'

/** The metrics of the readers. */
export interface ReaderCounters {
  /** Counts a reader that starts or stops. */
  readonly feedClients: (transport: Transport, change: 1 | -1) => void
  /**
   * Counts a connection that was closed before its request was read because there were too many.
   */
  readonly refusedConnections: (limit: 'all' | 'address') => void
  /** Counts events of a type that were left out for a slow reader. */
  readonly dropped: (kind: string, count: number) => void
  /**
   * Records the time from the arrival of events until they were written to every reader, in
   * seconds.
   */
  readonly delivered: (seconds: number) => void
}

/** Creates the metrics of the readers. */
export function readerCounters(registry: Registry): ReaderCounters {
  const registers = [registry]
  const clients = new Gauge({
    ...sharedMetrics.feedClients,
    labelNames: ['transport'],
    registers,
  })
  const transports: readonly Transport[] = ['ws', 'sse']
  for (const transport of transports) clients.set({ transport }, 0)
  const refused = new Counter({
    ...sharedMetrics.refusedConnections,
    labelNames: ['limit'],
    registers,
  })
  const dropped = new Counter({
    name: 'danmu_feed_dropped_total',
    help: 'Droppable events that were left out for slow readers.',
    labelNames: ['kind'],
    registers,
  })
  const delivery = new Histogram({
    name: 'danmu_feed_delivery_seconds',
    help: 'From the arrival of the first event of a tick until all of it was written to every reader.',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers,
  })
  return {
    feedClients: (transport, change) => clients.inc({ transport }, change),
    refusedConnections: (limit) => refused.inc({ limit }),
    dropped: (kind, count) => dropped.inc({ kind }, count),
    delivered: (seconds) => delivery.observe(Math.max(0, seconds)),
  }
}
