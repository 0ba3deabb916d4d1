import { Command } from '@commander-js/extra-typings'
import { parseRoomId } from '../../../proto/feed/index.ts'
import { linesAt } from '../../lib/file/text-lines.ts'
import { replay } from '../../platform/replay/index.ts'
import { type NewCommand, positiveNumber, UsageError } from '../command.ts'
import { runPlay } from '../play/run.ts'
import { type Env, serverAddress, serverOption, tokenHelp, tokenIn } from '../target.ts'

/** `simulate` publishes the events of a scenario in a room of a running server. */
export const simulateCommand = playCommand('simulate', 'scenario', {
  about: 'Plays a scenario into a room, as test events.',
  file: 'a scenario, as JSON',
})

/** `replay` publishes a recorded feed again, in a room of a running server. */
export const replayCommand = playCommand('replay', 'feed', {
  about: 'Plays a recorded feed into a room, as test events.',
  file: 'a recording, .ndjson or .ndjson.gz',
})

interface Help {
  readonly about: string
  readonly file: string
}

const maxSpeed = 1000

function playCommand(name: string, form: 'scenario' | 'feed', { about, file }: Help): NewCommand {
  return (terminal) =>
    new Command(name)
      .description(about)
      .argument('<file>', file)
      .requiredOption('--room <id>', 'the room: a slug, or platform:ref such as demo:busy', roomId)
      .option('--speed <number>', 'how many times faster than recorded, up to 1000', speedOf, 1)
      .addOption(serverOption)
      .addHelpText('after', tokenHelp)
      .action(async (path, { room, speed, server }) => {
        const { env } = terminal
        const target = { server: serverAddress(server, env), room, token: tokenFor(server, env) }
        const read = () => replay.play({ form, lines: linesAt(path) })
        terminal.exit(await runPlay(read, { file: path, target, speed }, terminal))
      })
}

function roomId(text: string): string {
  if (!parseRoomId(text)) throw new UsageError('It must be a slug or platform:ref.')
  return text
}

function speedOf(text: string): number {
  const speed = positiveNumber(text)
  if (speed > maxSpeed) throw new UsageError(`It must be at most ${maxSpeed}.`)
  return speed
}

/** Returns the token in the environment; the owner token of the settings only for this machine. */
export function tokenFor(server: string | undefined, env: Env): string | undefined {
  return tokenIn(env) ?? (server === undefined ? env['OWNER_TOKEN'] || undefined : undefined)
}
