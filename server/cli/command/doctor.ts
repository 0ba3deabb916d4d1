import type { Config } from '../../config/index.ts'
import { Doctor } from '../../doctor/doctor.ts'
import { isWell } from '../../doctor/report.ts'
import { textOf } from '../../doctor/text.ts'
import type { Worded } from '../../doctor/words.ts'
import { randomName } from '../../lib/bytes/random-token.ts'
import { createNetwork } from '../../app/network.ts'
import { namedSource } from '../../platform/named-source.ts'
import type { Platforms } from '../../app/platforms.ts'
import { createDouyinSigning } from '../../app/douyin-signing.ts'
import { type Command, exitCodes, type Terminal, UsageError } from '../command.ts'
import { type Login, loginIn } from '../login-file.ts'
import { helpLines, readArguments } from '../options.ts'
import { withConfig } from './config.ts'

type Language = keyof Worded

const options = {
  seconds: {
    type: 'string',
    value: 'number',
    about: 'how long to listen to the room; by default 10',
  },
  'login-file': {
    type: 'string',
    value: 'file',
    about: 'a cookie in any usual form, or an app of the open platform as JSON',
  },
  lang: { type: 'string', value: 'en | zh-CN', about: 'the language; by default as in LANG' },
  json: { type: 'boolean', about: 'prints the report as JSON' },
} as const

/** `doctor` reports step by step why a room is received or not, and the remedy. */
export const doctorCommand: Command = {
  usage: 'danmu-relay doctor <platform:ref | address>',
  about: 'Finds out, step by step, why a room is not received, and what to do.',
  options: helpLines(options),
  run: async (args, terminal) => {
    const wanted = read(args, terminal)
    return withConfig(terminal, (config, platforms) =>
      examine(wanted, { config, platforms, terminal }),
    )
  },
}

interface Wanted {
  readonly room: string
  readonly seconds: number
  readonly language: Language
  readonly json: boolean
  readonly loginFile?: string
}

function read(args: readonly string[], { env }: Terminal): Wanted {
  const { values, positionals } = readArguments(args, options)
  const [room, ...rest] = positionals
  const { seconds = '10', lang = env['LANG'] ?? '', json = false, 'login-file': path } = values
  if (room === undefined || rest.length > 0) throw new UsageError('name one room')
  if (!(Number(seconds) > 0)) throw new UsageError('--seconds takes a number above 0')
  return {
    room,
    seconds: Number(seconds),
    language: lang.startsWith('zh') ? 'zh-CN' : 'en',
    json,
    ...(path !== undefined && { loginFile: path }),
  }
}

interface Surroundings {
  readonly config: Config
  readonly platforms: Platforms
  readonly terminal: Terminal
}

async function examine(wanted: Wanted, around: Surroundings): Promise<number> {
  const { config, platforms, terminal } = around
  const { room, seconds, language, json } = wanted
  const login = loginFor(wanted, around)
  const signing = createDouyinSigning(config)
  const network = createNetwork(config, 'doctor', signing, login.apps)
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
  terminal.out(json ? `${JSON.stringify(report, undefined, 2)}\n` : textOf(report, language))
  return isWell(report) ? exitCodes.ok : exitCodes.failed
}

/** Reads the login file. @throws UsageError if it cannot be used, or the room names no platform. */
function loginFor({ room, loginFile }: Wanted, { platforms, terminal }: Surroundings): Login {
  if (loginFile === undefined) return {}
  const source = namedSource(room, platforms)
  if ('refused' in source) throw new UsageError(source.reason)
  return loginIn(loginFile, source.platform, terminal)
}
