import type { z } from 'zod'
import { zodMessages } from '../lib/zod-messages.ts'
import { accountSettings } from './account.ts'
import { limitSettings } from './limits.ts'
import { publicSettings } from './public-url.ts'
import { roomSettings } from './room.ts'
import { serverSettings } from './server.ts'
import type { ConfigOf, Settings } from '../lib/setting.ts'
import {
  platforms,
  type Platforms,
  settingsOf,
  siteNames,
  siteNamesOf,
} from '../platform/registry.ts'
import { sourceSettings } from './sources.ts'
import { storageSettings } from './storage.ts'
import { upstreamSettings } from './upstream.ts'

const ownSettings = {
  ...serverSettings,
  ...publicSettings,
  ...accountSettings,
  ...storageSettings,
  ...upstreamSettings(siteNames),
  ...roomSettings,
  ...limitSettings,
  ...sourceSettings,
}

/** Returns the settings of a server with these platforms, in the order in which they are printed. */
export function settingsWith(all: Platforms): Settings {
  return { ...ownSettings, ...upstreamSettings(siteNamesOf(all)), ...settingsOf(all) }
}

/** The settings by name. */
export const settings: Settings = settingsWith(platforms)

/** The configuration of the server; only platforms and signers know their own settings in it. */
export type Config = ConfigOf<typeof ownSettings>

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
  known: Settings = settings,
): Config {
  const problems = Object.keys(file)
    .filter((name) => !Object.hasOwn(known, name))
    .map((name) => `${name}: there is no such setting`)
  const config: Record<string, unknown> = {}
  for (const [name, { key, schema }] of Object.entries(known)) {
    const given = env[name] ?? file[name]
    const parsed = schema.safeParse(given === '' ? undefined : given, { error: zodMessages })
    if (!parsed.success) problems.push(problemOf(name, parsed.error))
    else if (parsed.data !== undefined) config[key] = parsed.data
  }
  if (problems.length > 0) throw new ConfigError(problems)
  return config as unknown as Config // each key has a value of its schema
}

function problemOf(name: string, { issues: [first] }: z.ZodError): string {
  const [key] = first?.path ?? []
  const what = typeof key === 'string' ? `${name}: ${key}` : name // few enough to search
  return `${what}: ${first?.message ?? 'is wrong'}`
}
