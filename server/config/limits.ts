import { type ConfigOf, defineSettings, whole } from '../lib/setting.ts'

/** The limits of one server; this machine itself is exempt from those by address. */
export const limitSettings = defineSettings({
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
})

/** The limits of one server. */
export type LimitConfig = ConfigOf<typeof limitSettings>
