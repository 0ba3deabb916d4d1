import { z } from 'zod'
import { zodMessages } from '../lib/zod-messages.ts'
import { proxySettings } from './proxies.ts'
import { type SignerSettings, signerSettings, signersText } from './signers.ts'
import { siteNames } from '../platform/registry.ts'
import { pageAddress } from '../platform/feed/address.ts'
import { type LimitConfig, limits } from './limits.ts'
import { type PublicConfig, publicSettings } from './public-url.ts'
import { sourceSettings, type PageSources } from './sources.ts'
import { list, type Setting as SettingOf, whole } from './setting.ts'

/** The settings of the server. */
export interface Config extends LimitConfig, PageSources, PublicConfig {
  readonly host: string
  readonly port: number
  readonly dataDir: string
  /** The folder with the recordings and scenarios that `replay:` rooms may play; none if absent. */
  readonly replayDir?: string
  /** The folder with the profiles of platforms; `profile` in `dataDir` if absent. */
  readonly profileDir?: string
  /** The other origins whose pages may use this server. */
  readonly origins: readonly string[]
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent'
  /** Replaces the token that the first start creates. */
  readonly ownerToken?: string
  /** `off` stores events in memory and journals only. */
  readonly store: 'on' | 'off'
  /** `on` migrates the schema at the start. */
  readonly migrate: 'on' | 'off'
  readonly databaseUrl?: string
  /** Base addresses of platforms, by platform and by the connector's names for them. */
  readonly endpoints: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** The sites that may be read; all of them if absent. */
  readonly platforms?: readonly string[]
  /** Rooms of other relays, by their names on this server. */
  readonly feeds: Readonly<Record<string, OtherFeed>>
  /** The signers for Douyin, in the order of attempts. */
  readonly douyinSigners: SignerSettings
  /** `on` measures the share of a room's chat that arrives. */
  readonly measure: 'on' | 'off'
  /** `on` makes every open room a label in `/metrics`. */
  readonly metricsRooms: 'on' | 'off'
  /** `/livez` fails if the event loop recently was late by this much. */
  readonly liveLagMs: number
  /** HTTP proxies by platform: all its requests and sockets use its proxy. */
  readonly proxies: Readonly<Record<string, string>>
  /** Memory that the rings of all rooms share, MiB; if absent, it depends on the machine. */
  readonly ringMb?: number
  readonly ringSize: number
  readonly maxRooms: number
}

/** A room of another relay. */
export interface OtherFeed {
  /** The address of its page or stream there. */
  readonly url: string
  /** The token for that relay. */
  readonly token?: string | undefined
}

/** Returns a value from a JSON text in the environment; a value from a file stays unchanged. */
function parseJson(given: unknown): unknown {
  if (typeof given !== 'string') return given
  try {
    return JSON.parse(given) as unknown
  } catch {
    return given // a text is no record: refused by name
  }
}

const origin = z.url({
  protocol: /^https?$/,
  error: 'must hold origins such as https://example.org',
})

const feedName = z
  .string()
  .regex(/^[A-Za-z0-9._-]{1,128}$/, 'must name feeds by letters and digits')

const otherFeed = z.strictObject({
  url: z
    .string()
    .refine(
      (url) => pageAddress(url) !== undefined,
      'must hold addresses such as wss://example.org/rooms/x',
    ),
  token: z.string().min(1).optional(),
})

/** One setting of the table. */
export type Setting = SettingOf<keyof Config, Config[keyof Config]>

/** The settings by name. */
export const settings: Readonly<Record<string, Setting>> = {
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
  DATA_DIR: {
    key: 'dataDir',
    help: 'Folder for journals, the embedded database, keys and other data.',
    schema: z.string().min(1).default('./data'),
  },
  PROFILE_DIR: {
    key: 'profileDir',
    help: 'Folder of platform profiles (<platform>.json), instead of profile in DATA_DIR.',
    schema: z.string().min(1).optional(),
  },
  REPLAY_DIR: {
    key: 'replayDir',
    help: 'Folder of the recordings and scenarios that replay:<name> plays.',
    schema: z.string().min(1).optional(),
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
  LOG_LEVEL: {
    key: 'logLevel',
    help: 'Level of the log: debug, info, warn, error or silent.',
    schema: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  },
  OWNER_TOKEN: {
    key: 'ownerToken',
    help: 'The owner token, in place of the one that the first start creates.',
    secret: true,
    schema: z.string().min(32, 'must have 32 characters or more').optional(),
  },
  STORE: {
    key: 'store',
    help: 'on or off: whether there is a database; off keeps rooms, tokens, logins and overlays in files.',
    schema: z.enum(['on', 'off']).default('on'),
  },
  MIGRATE: {
    key: 'migrate',
    help: 'on or off: whether the schema is brought up to date; off only looks whether it is.',
    schema: z.enum(['on', 'off']).default('on'),
  },
  DATABASE_URL: {
    key: 'databaseUrl',
    help: 'A PostgreSQL server (15 or newer), instead of the embedded database in DATA_DIR.',
    secret: true,
    schema: z
      .url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// address' })
      .optional(),
  },
  PROXIES: {
    key: 'proxies',
    help: 'HTTP proxies by platform, as JSON: {"douyin":"http://user:password@10.0.0.1:8080"}.',
    secret: true,
    schema: z.preprocess(parseJson, proxySettings).default({}),
  },
  ENDPOINTS: {
    key: 'endpoints',
    help: 'Other addresses for platforms, as JSON: {"bilibili":{"api":"https://…"}}.',
    schema: z
      .preprocess(parseJson, z.record(z.string(), z.record(z.string(), z.url())))
      .default({}),
  },
  PLATFORMS: {
    key: 'platforms',
    help: `Platforms that are permitted, comma-separated: ${siteNames.join(', ')}. All by default.`,
    schema: list
      .pipe(z.array(z.enum(siteNames, `must hold names out of ${siteNames.join(', ')}`)))
      .optional(),
  },
  FEEDS: {
    key: 'feeds',
    help: 'Rooms of other relays, as JSON: {"friend":{"url":"wss://…/rooms/x","token":"…"}}.',
    secret: true,
    schema: z.preprocess(parseJson, z.record(feedName, otherFeed)).default({}),
  },
  DOUYIN_SIGNERS: {
    key: 'douyinSigners',
    help: 'Signers for Douyin, in the order of tries: builtin, http:<address>, script:<file>.',
    secret: true, // an address may hold a key
    schema: signerSettings,
    text: (signers) => signersText(signers as SignerSettings), // the table has one type for all
  },
  MEASURE: {
    key: 'measure',
    help: 'on or off: measures once a minute how much of the chat of each live room arrives.',
    schema: z.enum(['on', 'off']).default('on'),
  },
  METRICS_ROOMS: {
    key: 'metricsRooms',
    help: 'on or off: adds figures for every open room to /metrics.',
    schema: z.enum(['on', 'off']).default('off'),
  },
  LIVE_LAG_MS: {
    key: 'liveLagMs',
    help: 'Longest block of the event loop within ten seconds, in ms, before /livez fails.',
    schema: whole(5_000, 100, 600_000),
  },
  RING_MB: {
    key: 'ringMb',
    help: 'Memory for the events of all rooms, in MB. By default a tenth of the memory, and 256 at most.',
    schema: z.coerce.number({ error: 'must be a number' }).int().min(8).max(65_536).optional(),
  },
  RING_SIZE: {
    key: 'ringSize',
    help: 'Events of a room in memory, for reconnects.',
    schema: whole(4096, 16, 1_000_000),
  },
  MAX_ROOMS: { key: 'maxRooms', help: 'Rooms open at once.', schema: whole(200, 1, 100_000) },
  ...publicSettings,
  ...sourceSettings,
  ...limits,
}

/** The error that names all wrong settings at once. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly problems: readonly string[]

  constructor(problems: readonly string[], options?: ErrorOptions) {
    super(problems.join('\n'), options)
    this.problems = problems
  }
}

/**
 * Reads the configuration from the environment, and from a file's settings where the environment
 * has none.
 *
 * @throws ConfigError that names every wrong setting.
 */
export function readConfig(
  env: Readonly<Record<string, string | undefined>>,
  file: Readonly<Record<string, unknown>> = {},
): Config {
  const problems = Object.keys(file)
    .filter((name) => !Object.hasOwn(settings, name))
    .map((name) => `${name}: there is no such setting`)
  const config: Record<string, unknown> = {}
  for (const [name, { key, schema }] of Object.entries(settings)) {
    const given = env[name] ?? file[name]
    const parsed = schema.safeParse(given === '' ? undefined : given, { error: zodMessages })
    if (!parsed.success) problems.push(problemOf(name, parsed.error))
    else if (parsed.data !== undefined) config[key] = parsed.data
  }
  if (problems.length > 0) throw new ConfigError(problems)
  return config as unknown as Config // the table has every key of Config
}

function problemOf(name: string, { issues: [first] }: z.ZodError): string {
  const [key] = first?.path ?? []
  const what = typeof key === 'string' ? `${name}: ${key}` : name // few enough to search
  return `${what}: ${first?.message ?? 'is wrong'}`
}
