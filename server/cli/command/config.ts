import { readFileSync } from 'node:fs'
import { Argument, Command } from '@commander-js/extra-typings'
import { z } from 'zod'
import { type Config, ConfigError, readConfig, settings } from '../../config/index.ts'
import type { Setting } from '../../lib/setting.ts'
import { printConfig } from '../../config/print.ts'
import { type Platforms, platformsOf, profileDates } from '../../app/platforms.ts'
import { checkSigners } from '../../app/signing.ts'
import { environmentHelp, exitCodes, type NewCommand, type Terminal } from '../command.ts'

/** `config` prints every setting, `config check` only validates them. */
export const configCommand: NewCommand = (terminal) =>
  new Command('config')
    .description(
      'Prints all settings as a file of environment variables, secrets hidden; or checks them.',
    )
    .addArgument(
      new Argument(
        '[action]',
        'only says whether the settings can be used, and the date of each platform profile',
      ).choices(['check']),
    )
    .addHelpText(
      'after',
      environmentHelp({
        CONFIG_FILE: 'a JSON file with settings; the environment overrides it',
        X_FILE: 'a file that holds the secret setting X, as DATABASE_URL_FILE',
      }),
    )
    .action((action) => {
      const code = withConfig(terminal, (config, platforms) => {
        terminal.out(`${action === 'check' ? checked(platforms) : printConfig(config)}\n`)
        return exitCodes.ok
      })
      terminal.exit(code)
    })

/** Runs a command with the configuration; prints invalid settings and returns 78. */
export function withConfig<T>(
  terminal: Terminal,
  run: (config: Config, platforms: Platforms) => T,
): T | number {
  let config
  let platforms
  try {
    config = loadConfig(terminal.env)
    platforms = platformsOf(config)
    checkSigners(config)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    for (const problem of error.problems) terminal.err(`${problem}\n`)
    return exitCodes.config
  }
  return run(config, platforms)
}

function checked(platforms: Platforms): string {
  const profiles = [...profileDates(platforms)].map(([name, date]) => `${name}: profile of ${date}`)
  return ['the settings can be used', ...profiles].join('\n')
}

/**
 * The configuration of this process: the environment, and the JSON file that `CONFIG_FILE` names.
 * `X_FILE` gives the setting `X` as the content of a file, for secrets.
 *
 * @throws ConfigError that names every wrong setting.
 */
function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const path = env['CONFIG_FILE']
  return readConfig(withSecretFiles(env), path === undefined ? {} : readSettings(path))
}

function readSettings(path: string): Readonly<Record<string, unknown>> {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(path, 'utf8')))
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
