import type { z } from 'zod'
import { type Config, settings } from './index.ts'
import type { Setting } from '../lib/setting.ts'

const head = `# The settings of danmu-relay, as a file for systemd (EnvironmentFile), node --env-file or a shell.
# CONFIG_FILE names a JSON file with settings by these names; the environment overrides it.
# X_FILE names a file that holds the secret setting X. Values marked (hidden) are set, but not printed.`

/** Returns the configuration as text that a file of environment variables may hold, secrets hidden. */
export function printConfig(config: Config): string {
  const entries = Object.entries<Setting>(settings).map(([name, setting]) => {
    const { help, schema } = setting
    const range = rangeOf(schema)
    const about = range === undefined ? help : `${help.replace(/\.$/, '')}: ${range}.`
    return `# ${about}\n${assignment(name, setting, config)}`
  })
  return [head, ...entries].join('\n\n')
}

function assignment(name: string, setting: Setting, config: Config): string {
  const { key, schema, secret } = setting
  const value = config[key as keyof Config] // each key of a setting is one of Config
  const isDefault = JSON.stringify(value) === JSON.stringify(schema.parse(undefined))
  if (value === undefined) return `# ${name}=`
  if (secret && !isDefault) return `# ${name}=(hidden)`
  const shown = setting.text?.(value) ?? textOf(value)
  return shown === '' ? `# ${name}=` : `${name}=${quoted(shown)}`
}

/** The range of a number, which its schema has as a description. */
function rangeOf(schema: z.ZodType): string | undefined {
  return schema.description
}

function textOf(value: NonNullable<Config[keyof Config]>): string {
  return typeof value === 'object' && !Array.isArray(value) ? JSON.stringify(value) : String(value)
}

/** Quotes a value if a shell, systemd or Node would read it in another way. */
function quoted(text: string): string {
  if (/^[\w./:,@%+*=-]*$/.test(text)) return text
  if (!text.includes("'")) return `'${text}'`
  return `"${text.replaceAll(/["\\$`]/g, String.raw`\$&`)}"`
}
