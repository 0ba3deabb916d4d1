import type { Config } from '../../config.ts'
import { Locked } from '../../lib/lock-file.ts'
import { createLogger } from '../../lib/logger.ts'
import { type Running, startServer } from '../../main.ts'
import { type Command, exitCodes, type Terminal, UsageError } from '../command.ts'
import { startWords } from '../system-words.ts'
import { withConfig } from './config.ts'

/** `serve` runs the relay until it is told to stop. */
export const serveCommand: Command = {
  usage: 'danmu-relay serve',
  about: 'Runs the relay (settings come from the environment).',
  run: async (args, terminal) => {
    if (args.length > 0) throw new UsageError('serve takes no arguments; see danmu-relay config')
    return withConfig(terminal, (config) => serve(config, terminal))
  },
}

async function serve(config: Config, terminal: Terminal): Promise<number> {
  const log = createLogger(config.logLevel)
  let running: Running
  try {
    running = await startServer(config, log)
  } catch (error) {
    const failure = error as NodeJS.ErrnoException // listening and the file system fail so
    if (failure.code === undefined && !(error instanceof Locked)) throw error
    terminal.err(`danmu-relay cannot start: ${startWords(failure)}\n`)
    return exitCodes.config
  }
  terminal.out(greeting(running))
  await terminal.interrupted()
  await running.stop()
  return exitCodes.ok
}

function greeting({ url, loginUrl }: Running): string {
  const login = loginUrl ? `\n  Log in as owner (shown this once):\n  ${loginUrl}\n` : ''
  return `
  danmu-relay is at ${url}

  Studio   ${url}/
  Overlay  ${url}/overlay?room=demo:busy
  Feed     ${url.replace('http', 'ws')}/rooms/demo:busy/stream
${login}
`
}
