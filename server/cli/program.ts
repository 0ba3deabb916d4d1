import {
  Command,
  type CommandUnknownOpts,
  CommanderError,
  InvalidArgumentError,
} from '@commander-js/extra-typings'
import { exitCodes, type NewCommand, type Terminal } from './command.ts'

// Loaded one by one, in the order of the help: all of them take a second to load.
const commands: ReadonlyMap<string, () => Promise<NewCommand>> = new Map([
  ['serve', async () => (await import('./command/serve.ts')).serveCommand],
  ['edge', async () => (await import('./command/edge.ts')).edgeCommand],
  ['tail', async () => (await import('./command/tail.ts')).tailCommand],
  ['doctor', async () => (await import('./command/doctor.ts')).doctorCommand],
  ['capture', async () => (await import('./command/capture.ts')).captureCommand],
  ['decode', async () => (await import('./command/decode.ts')).decodeCommand],
  ['simulate', async () => (await import('./command/play.ts')).simulateCommand],
  ['replay', async () => (await import('./command/play.ts')).replayCommand],
  ['account', async () => (await import('./command/account.ts')).accountCommand],
  ['ledger', async () => (await import('./command/ledger.ts')).ledgerCommand],
  ['lottery', async () => (await import('./command/lottery.ts')).lotteryCommand],
  ['sign', async () => (await import('./command/sign.ts')).signCommand],
  ['config', async () => (await import('./command/config.ts')).configCommand],
])

/** Runs the command that the arguments name, and sets the exit code; help or an error may be all. */
export async function runProgram(args: readonly string[], terminal: Terminal): Promise<void> {
  const program: CommandUnknownOpts = new Command('danmu-relay')
    .description('live comments, gifts and likes as one feed')
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err })
    .showHelpAfterError()
    .exitOverride()
  const named = commands.get(args[0] ?? '')
  for (const load of named ? [named] : commands.values()) add((await load())(terminal), program)
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
