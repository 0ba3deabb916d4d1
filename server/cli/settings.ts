import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { type Config, ConfigError, readConfig, settings } from '../config/index.ts'
import type { Setting } from '../config/setting.ts'

const fileShape = z.record(z.string(), z.unknown())

/**
 * The configuration of this process: the environment, and the JSON file that `CONFIG_FILE` names.
 * `X_FILE` gives the setting `X` as the content of a file, for secrets.
 *
 * @throws ConfigError that names every wrong setting.
 */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const path = env['CONFIG_FILE']
  return readConfig(withSecretFiles(env), path === undefined ? {} : readSettings(path))
}

function readSettings(path: string): Readonly<Record<string, unknown>> {
  try {
    return fileShape.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (cause) {
    throw new ConfigError([`CONFIG_FILE: ${path} is not a readable JSON object`], { cause })
  }
}

function withSecretFiles(
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string | undefined>> {
  const secret = Object.entries<Setting>(settings).filter(([, setting]) => setting.secret)
  const read = secret.flatMap(([name]) => {
    const path = env[`${name}_FILE`]
    return path === undefined ? [] : [[name, readSecret(`${name}_FILE`, path)]]
  })
  return { ...env, ...Object.fromEntries(read) }
}

function readSecret(setting: string, path: string): string {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch (cause) {
    throw new ConfigError([`${setting}: ${path} cannot be read`], { cause })
  }
}
