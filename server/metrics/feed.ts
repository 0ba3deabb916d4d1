import { Counter, Gauge, Histogram, type Registry } from 'prom-client'

/** How a stream is read: as a WebSocket, or as Server-Sent Events. */
export type Transport = 'ws' | 'sse'

/** What is measured of those who read. */
export interface ReaderMeter {
  /** Somebody began or stopped to read. */
  readonly feedClients: (transport: Transport, change: 1 | -1) => void
  /** Counts a connection that was closed unread because there were too many. */
  readonly refusedConnections: (limit: 'all' | 'address') => void
  /** Events of a type that a reader far behind was spared. */
  readonly dropped: (kind: string, count: number) => void
  /** From the arrival of events until they were written to every reader, in seconds. */
  readonly delivered: (seconds: number) => void
}

/** Fresh meters. */
export function readerMeter(registry: Registry): ReaderMeter {
  const registers = [registry]
  const clients = new Gauge({
    name: 'danmu_feed_clients',
    help: 'Open streams.',
    labelNames: ['transport'],
    registers,
  })
  const transports: readonly Transport[] = ['ws', 'sse']
  for (const transport of transports) clients.set({ transport }, 0)
  const refused = new Counter({
    name: 'danmu_http_refused_connections_total',
    help: 'Connections closed at once, because there were too many in all or from one address.',
    labelNames: ['limit'],
    registers,
  })
  const dropped = new Counter({
    name: 'danmu_feed_dropped_total',
    help: 'Droppable events that readers far behind were spared.',
    labelNames: ['kind'],
    registers,
  })
  const delivery = new Histogram({
    name: 'danmu_feed_delivery_seconds',
    help: 'From our arrival of the first event of a turn until all of it was written to every reader.',
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
