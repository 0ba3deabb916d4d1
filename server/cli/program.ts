import {
  Command,
  type CommandUnknownOpts,
  CommanderError,
  InvalidArgumentError,
} from '@commander-js/extra-typings'
import { accountCommand } from './command/account.ts'
import { captureCommand } from './command/capture.ts'
import { configCommand } from './command/config.ts'
import { decodeCommand } from './command/decode.ts'
import { doctorCommand } from './command/doctor.ts'
import { edgeCommand } from './command/edge.ts'
import { replayCommand, simulateCommand } from './command/play.ts'
import { serveCommand } from './command/serve.ts'
import { signCommand } from './command/sign.ts'
import { tailCommand } from './command/tail.ts'
import { exitCodes, type NewCommand, type Terminal } from './command.ts'

const commands: readonly NewCommand[] = [
  serveCommand,
  edgeCommand,
  tailCommand,
  doctorCommand,
  captureCommand,
  decodeCommand,
  simulateCommand,
  replayCommand,
  accountCommand,
  signCommand,
  configCommand,
]

/** Runs the command that the arguments name, and sets the exit code; help or an error may be all. */
export async function runProgram(args: readonly string[], terminal: Terminal): Promise<void> {
  const program: CommandUnknownOpts = new Command('danmu-relay')
    .description('live comments, gifts and likes as one feed')
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err })
    .showHelpAfterError()
    .exitOverride()
  for (const newCommand of commands) add(newCommand(terminal), program)
  let running = program
  program.hook('preAction', (_, command) => {
    running = command
  })
  try {
    await program.parseAsync(args, { from: 'user' })
  } catch (error) {
    if (error instanceof InvalidArgumentError) return refuse(running, error, terminal)
    if (!(error instanceof CommanderError)) throw error
    // The program has printed the error already.
    terminal.exit(error.exitCode === 0 ? exitCodes.ok : exitCodes.usage)
  }
}

/** Adds a command, and its own commands, with the settings of the program. */
function add(command: CommandUnknownOpts, program: CommandUnknownOpts): void {
  program.addCommand(command)
  for (const one of [command, ...command.commands]) one.copyInheritedSettings(program)
}

/** Reports wrong arguments that only the action of a command could recognise. */
function refuse(
  command: CommandUnknownOpts,
  { message }: InvalidArgumentError,
  terminal: Terminal,
): void {
  terminal.err(`error: ${message}\n\n`)
  command.outputHelp({ error: true })
  terminal.exit(exitCodes.usage)
}
