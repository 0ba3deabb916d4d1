import { type Config, ConfigError } from '../../config/index.ts'
import { printConfig } from '../../config/print.ts'
import { type Platforms, platformsOf, profileDates } from '../../app/platforms.ts'
import { requireScripts } from '../../app/douyin-signing.ts'
import { type Command, exitCodes, type Terminal, UsageError } from '../command.ts'
import { loadConfig } from '../settings.ts'

/** `config` prints every setting, `config check` only validates them. */
export const configCommand: Command = {
  usage: 'danmu-relay config [check]',
  about: 'Prints all settings as a file of environment variables, secrets hidden; or checks them.',
  options: [
    ['check', 'only says whether the settings can be used, and the date of each platform profile'],
    [
      'CONFIG_FILE',
      'environment variable: a JSON file with settings; the environment overrides it',
    ],
    [
      'X_FILE',
      'environment variable: a file that holds the secret setting X, as DATABASE_URL_FILE',
    ],
  ],
  run: (args, terminal) => {
    const [action, ...rest] = args
    if (rest.length > 0 || (action !== undefined && action !== 'check')) {
      throw new UsageError(`config does not know ${args.join(' ')}`)
    }
    return Promise.resolve(
      withConfig(terminal, (config, platforms) => {
        terminal.out(`${action === 'check' ? checked(platforms) : printConfig(config)}\n`)
        return exitCodes.ok
      }),
    )
  },
}

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
    requireScripts(config)
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
