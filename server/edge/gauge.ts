import type { ProblemCode } from '../../proto/feed/index.ts'
import type { Transport } from '../metrics/feed.ts'

/** The metrics of an edge; the names are those of the relay. */
export interface Gauges {
  readonly clients: (transport: Transport, change: 1 | -1) => void
  readonly reconnected: () => void
  /** Counts a connection that was closed unread because there were too many. */
  readonly refusedConnection: (limit: 'all' | 'address') => void
  readonly problem: (code: ProblemCode) => void
  /** Returns all metrics in the text format of Prometheus. */
  readonly text: (rooms: number) => string
}

/** Returns counters at zero. `logDropped` returns the number of log lines that were lost. */
export function createGauges(logDropped = (): number => 0): Gauges {
  const clients: Record<Transport, number> = { ws: 0, sse: 0 }
  const refused = { all: 0, address: 0 }
  let reconnects = 0
  const problems = new Map<ProblemCode, number>()
  return {
    clients: (transport, change) => (clients[transport] += change),
    reconnected: () => (reconnects += 1),
    refusedConnection: (limit) => (refused[limit] += 1),
    problem: (code) => problems.set(code, (problems.get(code) ?? 0) + 1),
    text: (rooms) =>
      [
        '# TYPE danmu_feed_clients gauge',
        ...Object.entries(clients).map(([by, n]) => `danmu_feed_clients{transport="${by}"} ${n}`),
        '# TYPE danmu_edge_rooms gauge',
        `danmu_edge_rooms ${rooms}`,
        '# TYPE danmu_edge_reconnects_total counter',
        `danmu_edge_reconnects_total ${reconnects}`,
        '# TYPE danmu_http_refused_connections_total counter',
        ...Object.entries(refused).map(
          ([limit, n]) => `danmu_http_refused_connections_total{limit="${limit}"} ${n}`,
        ),
        '# TYPE danmu_log_dropped_total counter',
        `danmu_log_dropped_total ${logDropped()}`,
        '# TYPE danmu_http_problems_total counter',
        ...[...problems].map(([code, n]) => `danmu_http_problems_total{code="${code}"} ${n}`),
        '',
      ].join('\n'),
  }
}
