import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { root } from './server.ts'

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
  const ended = once(child, 'close').then(() => ({ code: child.exitCode, ...said }))
  return {
    ended,
    signal: (signal) => child.kill(signal),
    saying: async (pattern) => {
      while (!pattern.test(said.out)) {
        const more = await Promise.race([once(child.stdout, 'data'), ended])
        if (!Array.isArray(more) && !pattern.test(said.out)) throw new Error(`ended: ${said.err}`)
      }
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
