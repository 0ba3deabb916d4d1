import { parseArgs } from 'node:util'
import type { Config } from '../../config.ts'
import { Doctor } from '../../doctor/doctor.ts'
import { type Finding, isWell, type Report, type Verdict } from '../../doctor/report.ts'
import type { Worded } from '../../doctor/words.ts'
import { randomName } from '../../lib/random-token.ts'
import { createNetwork } from '../../network.ts'
import type { Platforms } from '../../profile.ts'
import { createDouyinSigning } from '../../signing.ts'
import { type Command, exitCodes, type Terminal, UsageError } from '../command.ts'
import { withConfig } from './config.ts'

type Language = keyof Worded

/** `doctor` says step by step why a room is heard, or why not and what to do. */
export const doctorCommand: Command = {
  usage: 'danmu-relay doctor <platform:ref>',
  about: 'Examines the way to a room. --seconds N, --lang zh-CN, --json.',
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
}

function read(args: readonly string[], { env }: Terminal): Wanted {
  const options = {
    seconds: { type: 'string', default: '10' },
    lang: { type: 'string', default: env['LANG'] ?? '' },
    json: { type: 'boolean', default: false },
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
  return { room, seconds: Number(seconds), language: lang.startsWith('zh') ? 'zh-CN' : 'en', json }
}

interface Surroundings {
  readonly config: Config
  readonly platforms: Platforms
  readonly terminal: Terminal
}

async function examine(wanted: Wanted, around: Surroundings): Promise<number> {
  const { config, platforms, terminal } = around
  const { room, seconds, language, json } = wanted
  const signing = createDouyinSigning(config)
  const network = createNetwork(config, 'doctor', signing)
  const parts = { platforms, network, newId: randomName, listenMs: seconds * 1000 }
  const doctor = new Doctor(parts)
  const begun = doctor.begin(room)
  if ('declined' in begun) throw new UsageError(begun.reason)
  // While a source waits, nothing else keeps the process.
  const wake = setInterval(() => undefined, 60_000)
  const report = await Promise.race([begun.done, terminal.interrupted()])
  clearInterval(wake)
  await doctor.close()
  await signing.close()
  if (!report) return exitCodes.failed
  terminal.out(json ? `${JSON.stringify(report, undefined, 2)}\n` : inWords(report, language))
  return isWell(report) ? exitCodes.ok : exitCodes.failed
}

const marks: Readonly<Record<Verdict, string>> = {
  ok: '✓',
  warning: '!',
  failed: '✗',
  skipped: '·',
}

function inWords(
  { room, profile, unofficial, findings, limits }: Report,
  language: Language,
): string {
  const about = [
    room,
    ...(profile === undefined ? [] : [`profile of ${profile}`]),
    ...(unofficial ? ['unofficial'] : []),
    ...(limits.length === 0 ? [] : [`limits: ${limits.join(', ')}`]),
  ]
  const lines = findings.map((finding) => lineOf(finding, language))
  return `${about.join(' · ')}\n\n${lines.join('')}`
}

function lineOf({ step, verdict, detail, words }: Finding, language: Language): string {
  const { says, cure } = words
  const indent = ' '.repeat(14)
  const told = detail === undefined ? '' : `${indent}${detail}\n`
  const advice = cure === undefined ? '' : `${indent}→ ${cure[language]}\n`
  return `${marks[verdict]} ${step.padEnd(12)}${says[language]}\n${told}${advice}`
}
