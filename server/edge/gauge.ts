import type { ProblemCode } from '../../proto/feed/index.ts'
import type { Transport } from '../metrics/feed.ts'
import { type MetricText, sharedMetrics } from '../metrics/shared.ts'

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
        ...linesOf(sharedMetrics.feedClients, 'gauge', 'transport', Object.entries(clients)),
        ...linesOf(edgeMetrics.rooms, 'gauge', '', [['', rooms]]),
        ...linesOf(edgeMetrics.reconnects, 'counter', '', [['', reconnects]]),
        ...linesOf(sharedMetrics.refusedConnections, 'counter', 'limit', Object.entries(refused)),
        ...linesOf(sharedMetrics.logDropped, 'counter', '', [['', logDropped()]]),
        ...linesOf(sharedMetrics.problems, 'counter', 'code', [...problems]),
        '',
      ].join('\n'),
  }
}

const edgeMetrics = {
  rooms: { name: 'danmu_edge_rooms', help: 'Rooms that are mirrored now.' },
  reconnects: { name: 'danmu_edge_reconnects_total', help: 'Connections to the origin lost.' },
} as const

/** Returns a metric in the text format; without a label, each value stands for itself. */
function linesOf(
  { name, help }: MetricText,
  type: 'gauge' | 'counter',
  label: string,
  values: readonly (readonly [string, number])[],
): readonly string[] {
  const labelled = (value: string): string => (label === '' ? '' : `{${label}="${value}"}`)
  return [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} ${type}`,
    ...values.map(([value, count]) => `${name}${labelled(value)} ${count}`),
  ]
}
