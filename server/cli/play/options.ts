import { parseArgs } from 'node:util'
import { parseRoomId } from '../../../proto/feed/index.ts'
import { UsageError } from '../command.ts'
import type { Target } from './publisher.ts'

/** What is to be played, and where. */
export interface PlayOptions {
  readonly file: string
  readonly target: Target
  readonly speed: number
}

const known = {
  room: { type: 'string' },
  server: { type: 'string' },
  speed: { type: 'string', default: '1' },
} as const

const maxSpeed = 1000

/**
 * Reads `<file> --room x [--server url] [--speed 10]`. The token comes from the environment, because
 * arguments can be seen by everybody on the machine.
 *
 * @throws UsageError for anything else.
 */
export function playOptions(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): PlayOptions {
  const { values, positionals } = parsed(args)
  const [file, ...rest] = positionals
  if (file === undefined || rest.length > 0) throw new UsageError('name one file')
  const { room, server = localServer(env) } = values
  if (room === undefined || !parseRoomId(room)) {
    throw new UsageError('name the room: --room <slug or platform:ref>')
  }
  if (!/^https?:$/.test(URL.canParse(server) ? new URL(server).protocol : '')) {
    throw new UsageError('--server takes an address such as http://localhost:8787')
  }
  const speed = Number(values.speed)
  if (!(speed > 0 && speed <= maxSpeed)) {
    throw new UsageError(`--speed takes a number above 0, up to ${maxSpeed}`)
  }
  return { file, speed, target: { server, room, token: env['DANMU_TOKEN'] ?? env['OWNER_TOKEN'] } }
}

/** Returns the address of the server on this machine, at the port of the setting PORT. */
export function localServer(env: Readonly<Record<string, string | undefined>>): string {
  return `http://localhost:${env['PORT'] || '8787'}`
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: known, allowPositionals: true })
  } catch (cause) {
    // Node's own words name the option that there is not.
    throw new UsageError(cause instanceof Error ? cause.message : 'the arguments make no sense')
  }
}
