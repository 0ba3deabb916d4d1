import { readFileSync } from 'node:fs'
import type { Config } from '../../config/index.ts'
import { type EdgeArguments, newEdgeCommand } from '../../edge/argument.ts'
import type { Origin } from '../../edge/origin.ts'
import { limitHeapGrowth } from '../../lib/heap-growth.ts'
import { openStandardLog } from '../../lib/log-output.ts'
import { startEdge } from '../../app/edge.ts'
import { exitCodes, type NewCommand, type Terminal } from '../command.ts'
import { startWords } from '../system-words.ts'
import { withConfig } from './config.ts'

/** `edge` relays the rooms of another relay, and stores nothing. */
export const edgeCommand: NewCommand = (terminal) =>
  newEdgeCommand(async (options) => {
    terminal.exit(await withConfig(terminal, (config) => run(config, options, terminal)))
  })

async function run(config: Config, options: EdgeArguments, terminal: Terminal): Promise<number> {
  limitHeapGrowth()
  try {
    const { log, output } = openStandardLog(config.logLevel)
    const logDropped = (): number => output.dropped
    const running = await startEdge(config, originOf(options), { log, logDropped })
    await output.flush() // the greeting follows the log lines of the start
    terminal.out(`\n  danmu-relay, an edge of ${options.base}, is at ${running.url}\n\n`)
    await terminal.interrupted()
    await running.stop()
    return exitCodes.ok
  } catch (error) {
    const failure = error as NodeJS.ErrnoException // the type of errors of listening and of the file system
    if (failure.code === undefined) throw error
    terminal.err(`danmu-relay cannot start: ${startWords(failure)}\n`)
    return exitCodes.config
  }
}

function originOf({ base, shown, tokenFile }: EdgeArguments): Origin {
  if (tokenFile === undefined) return { base, shown }
  return { base, shown, token: readFileSync(tokenFile, 'utf8').trim() }
}
