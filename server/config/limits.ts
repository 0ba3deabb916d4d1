import { type Setting, whole } from './setting.ts'

/** The limits of one server. */
export interface LimitConfig {
  /** The maximal number of open streams, in all and from one address. */
  readonly maxSockets: number
  readonly maxSocketsPerAddress: number
  /** The number of streams that one address may open in a minute. */
  readonly streamsPerMinute: number
  /** The number of login attempts that one address has in a quarter of an hour. */
  readonly loginsPerQuarter: number
  /** The number of test events that one room accepts in a second. */
  readonly testEventsPerSecond: number
  /**
   * The maximal number of open TCP connections, in all and from one address, whatever is sent on
   * them.
   */
  readonly maxConnections: number
  readonly maxConnectionsPerAddress: number
  /** The time in which a client must send the head of a request, and all of it. */
  readonly headerTimeoutMs: number
  readonly requestTimeoutMs: number
}

type LimitSetting = Setting<keyof LimitConfig, number>

/** The limits of one server; this machine itself is exempt from those by address. */
export const limits: Readonly<Record<string, LimitSetting>> = {
  MAX_SOCKETS: {
    key: 'maxSockets',
    help: 'Streams open at once.',
    schema: whole(20_000, 1, 1_000_000),
  },
  MAX_SOCKETS_PER_ADDRESS: {
    key: 'maxSocketsPerAddress',
    help: 'Streams open at once from one address (IPv6: from one /64).',
    schema: whole(100, 1, 1_000_000),
  },
  STREAMS_PER_MINUTE: {
    key: 'streamsPerMinute',
    help: 'Streams that one address may open in a minute.',
    schema: whole(300, 1, 1_000_000),
  },
  LOGINS_PER_QUARTER: {
    key: 'loginsPerQuarter',
    help: 'Login attempts of one address in 15 minutes.',
    schema: whole(10, 1, 1_000_000),
  },
  TEST_EVENTS_PER_SECOND: {
    key: 'testEventsPerSecond',
    help: 'Test events that one room accepts in a second.',
    schema: whole(1_000, 100, 100_000),
  },
  MAX_CONNECTIONS: {
    key: 'maxConnections',
    help: 'Connections open at once; fewer if the system permits fewer open files.',
    schema: whole(25_000, 1, 1_000_000),
  },
  MAX_CONNECTIONS_PER_ADDRESS: {
    key: 'maxConnectionsPerAddress',
    help: 'Connections open at once from one address (IPv6: from one /64), except TRUSTED_PROXIES.',
    schema: whole(200, 1, 1_000_000),
  },
  HEADER_TIMEOUT_MS: {
    key: 'headerTimeoutMs',
    help: 'Time limit for the headers of a request, in ms.',
    schema: whole(10_000, 100, 600_000),
  },
  REQUEST_TIMEOUT_MS: {
    key: 'requestTimeoutMs',
    help: 'Time limit for a whole request, in ms; responses have none.',
    schema: whole(30_000, 100, 600_000),
  },
}
