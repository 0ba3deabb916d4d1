import { parseRoomId } from '../../../proto/feed/index.ts'
import { UsageError } from '../command.ts'
import { type HelpLine, helpLines, readArguments } from '../options.ts'
import { type Env, serverAddress, targetHelp, targetOptions, tokenIn } from '../target.ts'
import type { Target } from './publisher.ts'

/** The file to play, its speed and its target. */
export interface PlayOptions {
  readonly file: string
  readonly target: Target
  readonly speed: number
}

const maxSpeed = 1000

const known = {
  room: {
    type: 'string',
    value: 'id',
    about: 'the room: a slug, or platform:ref such as demo:busy',
  },
  speed: {
    type: 'string',
    value: 'number',
    about: `how many times faster than recorded, up to ${maxSpeed}; by default 1`,
  },
  ...targetOptions,
} as const

/** The help about the options of `simulate` and `replay`. */
export const playHelp: readonly HelpLine[] = [...helpLines(known), ...targetHelp]

/**
 * Reads `<file> --room x [--server url] [--speed 10]`. The token comes from the environment, because
 * all users of the machine can see arguments.
 *
 * @throws UsageError for anything else.
 */
export function playOptions(args: readonly string[], env: Env): PlayOptions {
  const { values, positionals } = readArguments(args, known)
  const [file, ...rest] = positionals
  if (file === undefined || rest.length > 0) throw new UsageError('name one file')
  const { room } = values
  if (room === undefined || !parseRoomId(room)) {
    throw new UsageError('name the room: --room <slug or platform:ref>')
  }
  const server = serverAddress(values.server, env)
  const speed = Number(values.speed ?? 1)
  if (!(speed > 0 && speed <= maxSpeed)) {
    throw new UsageError(`--speed takes a number above 0, up to ${maxSpeed}`)
  }
  const token = tokenIn(env) ?? ownerToken(values.server, env)
  return { file, speed, target: { server, room, token } }
}

/** Returns the owner token of the settings, for the server on this machine only. */
function ownerToken(server: string | undefined, env: Env): string | undefined {
  return server === undefined ? env['OWNER_TOKEN'] || undefined : undefined
}
