import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { root } from './server.ts'
import { until } from './wait.ts'

/** The result of a command. */
export interface Outcome {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** A running command of the built command line. */
export interface RunningCommand {
  readonly ended: Promise<Outcome>
  /** Settles when standard output matches a pattern. */
  readonly saying: (pattern: RegExp) => Promise<void>
  readonly signal: (signal: NodeJS.Signals) => void
}

/** Starts `danmu-relay` from the build. */
export function startCli(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): RunningCommand {
  const child = spawn(process.execPath, ['dist/server/cli/main.js', ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = { out: '', err: '' }
  child.stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (said.err += chunk.toString()))
  let over = false
  const ended = once(child, 'close').then(() => {
    over = true
    return { code: child.exitCode, ...said }
  })
  return {
    ended,
    signal: (signal) => child.kill(signal),
    saying: async (pattern) => {
      await until(() => over || pattern.test(said.out), { what: String(pattern) })
      if (!pattern.test(said.out)) throw new Error(`ended: ${said.err}`)
    },
  }
}

/** Runs a command to its end. */
export function cli(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  return startCli(args, env).ended
}
