import { parseArgs } from 'node:util'
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
import { withConfig } from './config.ts'

type Language = keyof Worded

/** `doctor` says step by step why a room is heard, or why not and what to do. */
export const doctorCommand: Command = {
  usage: 'danmu-relay doctor <platform:ref | address>',
  about: 'Examines the way to a room. --seconds N, --login-file F, --lang zh-CN, --json.',
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
  const options = {
    seconds: { type: 'string', default: '10' },
    lang: { type: 'string', default: env['LANG'] ?? '' },
    json: { type: 'boolean', default: false },
    'login-file': { type: 'string' },
  } as const
  let parsed
  try {
    parsed = parseArgs({ args: [...args], options, allowPositionals: true })
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : 'arguments', { cause })
  }
  const [room, ...rest] = parsed.positionals
  const { seconds, lang, json } = parsed.values
  if (room === undefined || rest.length > 0) throw new UsageError('name one room')
  if (!(Number(seconds) > 0)) throw new UsageError('--seconds takes a number above 0')
  const path = parsed.values['login-file']
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
  // While a source waits, nothing else keeps the process.
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
