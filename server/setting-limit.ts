import { z } from 'zod'
import { isNetwork } from './lib/address.ts'
import { list, type Setting, whole } from './setting.ts'

/** How much one server gives. */
export interface LimitConfig {
  /** Streams open at once, in all and from one address. */
  readonly maxSockets: number
  readonly maxSocketsPerAddress: number
  /** Streams that one address may open in a minute. */
  readonly streamsPerMinute: number
  /** Tries to log in that one address has in a quarter of an hour. */
  readonly loginsPerQuarter: number
  /** Test events that one room takes in a second. */
  readonly testEventsPerSecond: number
  /** Addresses and networks whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[]
  /** How long a client may take to send the head of a request, and all of it. */
  readonly headerTimeoutMs: number
  readonly requestTimeoutMs: number
}

type LimitSetting = Setting<keyof LimitConfig, number | readonly string[]>

/** What one server gives; this machine itself is exempt from what is counted by address. */
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
    help: 'Tries to log in that one address has in 15 minutes.',
    schema: whole(10, 1, 1_000_000),
  },
  TEST_EVENTS_PER_SECOND: {
    key: 'testEventsPerSecond',
    help: 'Test events that one room takes in a second.',
    schema: whole(1_000, 100, 100_000),
  },
  TRUSTED_PROXIES: {
    key: 'trustedProxies',
    help: 'Proxies before this server, as addresses or networks: they name who is behind them.',
    schema: list
      .pipe(z.array(z.string().refine(isNetwork, 'must hold addresses such as 10.0.0.0/8')))
      .default([]),
  },
  HEADER_TIMEOUT_MS: {
    key: 'headerTimeoutMs',
    help: 'How long the head of a request may take.',
    schema: whole(10_000, 100, 600_000),
  },
  REQUEST_TIMEOUT_MS: {
    key: 'requestTimeoutMs',
    help: 'How long a whole request may take; answers take as long as they take.',
    schema: whole(30_000, 100, 600_000),
  },
}
