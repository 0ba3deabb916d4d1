import { Command } from '@commander-js/extra-typings'
import type { Config } from '../../config/index.ts'
import { Doctor } from '../../doctor/doctor.ts'
import { isWell } from '../../doctor/report.ts'
import { textOf } from '../../doctor/text.ts'
import type { Worded } from '../../doctor/words.ts'
import { randomName } from '../../lib/bytes/random-token.ts'
import { createNetwork } from '../../app/network.ts'
import { namedSource } from '../../platform/named-source.ts'
import type { Platforms } from '../../app/platforms.ts'
import { createSigning } from '../../app/signing.ts'
import {
  exitCodes,
  type NewCommand,
  positiveNumber,
  type Terminal,
  UsageError,
} from '../command.ts'
import { type Login, loginFileOption, loginIn } from '../login-file.ts'
import { withConfig } from './config.ts'

type Language = keyof Worded

/** `doctor` reports step by step why a room is received or not, and the remedy. */
export const doctorCommand: NewCommand = (terminal) =>
  new Command('doctor')
    .description('Finds out, step by step, why a room is not received, and what to do.')
    .argument('<room>', 'an address, or platform:ref such as demo:busy')
    .option('--seconds <number>', 'how long to listen to the room', positiveNumber, 10)
    .addOption(loginFileOption)
    .option(
      '--lang <language>',
      'en or zh-CN; by default as in LANG',
      languageOf,
      languageOf(terminal.env['LANG'] ?? ''),
    )
    .option('--json', 'prints the report as JSON', false)
    .action(async (room, options) => {
      const code = await withConfig(terminal, (config, platforms) =>
        examine({ room, ...options }, { config, platforms, terminal }),
      )
      terminal.exit(code)
    })

function languageOf(text: string): Language {
  return text.startsWith('zh') ? 'zh-CN' : 'en'
}

interface Wanted {
  readonly room: string
  readonly seconds: number
  readonly lang: Language
  readonly json: boolean
  readonly loginFile?: string | undefined
}

interface Surroundings {
  readonly config: Config
  readonly platforms: Platforms
  readonly terminal: Terminal
}

async function examine(wanted: Wanted, around: Surroundings): Promise<number> {
  const { config, platforms, terminal } = around
  const { room, seconds, lang, json } = wanted
  const login = loginFor(wanted, around)
  const signing = createSigning(config, () => Promise.resolve(login.app))
  const network = createNetwork(config, 'doctor', signing.sign)
  const doctor = new Doctor({
    platforms,
    network,
    newId: randomName,
    listenMs: seconds * 1000,
    cookieFor: () => Promise.resolve(login.cookie),
  })
  const begun = doctor.begin(room)
  if ('declined' in begun) throw new UsageError(begun.reason)
  // While a source waits, nothing else keeps the process alive.
  const wake = setInterval(() => undefined, 60_000)
  const report = await Promise.race([begun.done, terminal.interrupted()])
  clearInterval(wake)
  await doctor.close()
  await signing.close()
  if (!report) return exitCodes.failed
  terminal.out(json ? `${JSON.stringify(report, undefined, 2)}\n` : textOf(report, lang))
  return isWell(report) ? exitCodes.ok : exitCodes.failed
}

/** Reads the login file. @throws UsageError if it cannot be used, or the room names no platform. */
function loginFor({ room, loginFile }: Wanted, { platforms, terminal }: Surroundings): Login {
  if (loginFile === undefined) return {}
  const source = namedSource(room, platforms)
  if ('refused' in source) throw new UsageError(source.reason)
  return loginIn(loginFile, source.platform, terminal)
}
