/** The name and the meaning of a metric. */
export interface MetricText {
  readonly name: string
  readonly help: string
}

/** The metrics that a relay and an edge have in common. An edge also runs where prom-client does not. */
export const sharedMetrics = {
  feedClients: { name: 'danmu_feed_clients', help: 'Open streams.' },
  refusedConnections: {
    name: 'danmu_http_refused_connections_total',
    help: 'Connections closed at once, because there were too many in all or from one address.',
  },
  logDropped: {
    name: 'danmu_log_dropped_total',
    help: 'Log lines that were dropped because the log could not be written.',
  },
  problems: {
    name: 'danmu_http_problems_total',
    help: 'Requests and sockets refused with a problem.',
  },
} as const satisfies Readonly<Record<string, MetricText>>
