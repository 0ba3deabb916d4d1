import { z } from 'zod'
import { defineSettings, onOff, whole } from '../lib/setting.ts'

const origin = z.url({
  protocol: /^https?$/,
  error: 'must hold origins such as https://example.org',
})

/** The settings of the server itself: address, owner, log. */
export const serverSettings = defineSettings({
  HOST: {
    key: 'host',
    help: 'Address to listen on. The default accepts programs on this machine only.',
    schema: z.string().min(1).default('127.0.0.1'),
  },
  PORT: {
    key: 'port',
    help: 'Port to listen on; 0 takes a free one.',
    schema: whole(8787, 0, 65535),
  },
  ORIGINS: {
    key: 'origins',
    help: 'Origins of other sites whose pages may use this server, comma-separated.',
    schema: z
      .string()
      .transform((text) => text.split(',').filter(Boolean))
      .pipe(z.array(origin.transform((url) => new URL(url).origin)))
      .default([]),
  },
  OWNER_TOKEN: {
    key: 'ownerToken',
    help: 'The owner token, in place of the one that the first start creates.',
    secret: true,
    schema: z.string().min(32, 'must have 32 characters or more').optional(),
  },
  LOG_LEVEL: {
    key: 'logLevel',
    help: 'Level of the log: debug, info, warn, error or silent.',
    schema: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  },
  LIVE_LAG_MS: {
    key: 'liveLagMs',
    help: 'Longest block of the event loop within ten seconds, in ms, before /livez fails.',
    schema: whole(5_000, 100, 600_000),
  },
  METRICS_ROOMS: {
    key: 'metricsRooms',
    help: 'on or off: adds figures for every open room to /metrics.',
    schema: onOff('off'),
  },
})
