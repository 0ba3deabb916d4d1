import { Argument, Command } from '@commander-js/extra-typings'
import { type Config, ConfigError } from '../../config/index.ts'
import { printConfig } from '../../config/print.ts'
import { type Platforms, platformsOf, profileDates } from '../../app/platforms.ts'
import { requireScripts } from '../../app/douyin-signing.ts'
import { environmentHelp, exitCodes, type NewCommand, type Terminal } from '../command.ts'
import { loadConfig } from '../settings.ts'

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
