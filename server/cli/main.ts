#!/usr/bin/env node
import { captureCommand } from './command/capture.ts'
import { configCommand } from './command/config.ts'
import { decodeCommand } from './command/decode.ts'
import { doctorCommand } from './command/doctor.ts'
import { edgeCommand } from './command/edge.ts'
import { replayCommand } from './command/replay.ts'
import { serveCommand } from './command/serve.ts'
import { signCommand } from './command/sign.ts'
import { simulateCommand } from './command/simulate.ts'
import { tailCommand } from './command/tail.ts'
import { type Command, exitCodes, UsageError } from './command.ts'
import { handleBrokenOutput, terminal } from './terminal.ts'

const commands: Readonly<Record<string, Command>> = {
  serve: serveCommand,
  edge: edgeCommand,
  tail: tailCommand,
  doctor: doctorCommand,
  capture: captureCommand,
  decode: decodeCommand,
  simulate: simulateCommand,
  replay: replayCommand,
  sign: signCommand,
  config: configCommand,
}

function usage(): string {
  const lines = Object.values(commands).map(({ usage: how, about }) => {
    const column = how.length < 58 ? how.padEnd(58) : `${how}\n${' '.repeat(60)}`
    return `  ${column}${about}`
  })
  return `danmu-relay: live comments, gifts and likes as one feed\n\n${lines.join('\n')}\n`
}

function helpOf({ about, usage: how, options = [] }: Command): string {
  const width = Math.max(0, ...options.map(([name]) => name.length)) + 2
  const lines = options.map(([name, meaning]) => `  ${name.padEnd(width)}${meaning}\n`)
  return `${about}\n  usage: ${how}\n${lines.length > 0 ? `\n${lines.join('')}` : ''}`
}

async function main([name, ...args]: readonly string[]): Promise<number> {
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    terminal.out(usage())
    return name === undefined ? exitCodes.usage : exitCodes.ok
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command) {
    terminal.err(`danmu-relay: there is no command ${name}\n\n${usage()}`)
    return exitCodes.usage
  }
  if (args.includes('--help') || args.includes('-h')) {
    terminal.out(helpOf(command))
    return exitCodes.ok
  }
  try {
    return await command.run(args, terminal)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    terminal.err(`danmu-relay: ${error.message}\n  usage: ${command.usage}\n`)
    return exitCodes.usage
  }
}

const graceMs = 500
const servers: readonly (string | undefined)[] = ['serve', 'edge']

handleBrokenOutput(servers.includes(process.argv[2]))
process.exitCode = await main(process.argv.slice(2))
// An open connection without an answer must not delay the end of the program.
setTimeout(() => process.exit(), graceMs).unref()
