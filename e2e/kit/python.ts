import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { root } from './server.ts'
import { until } from './wait.ts'

/** Debian's own Python, which has Debian's packages; `PYTHON` names another. */
export const python = process.env['PYTHON'] ?? '/usr/bin/python3'

/** The client in one file. */
export const pythonClient = join(root, 'e2e/example/python/danmu_feed.py')

/** A running program and its output. */
export interface Speaker {
  /** The lines of standard output. */
  readonly lines: readonly string[]
  /** Returns standard error. */
  readonly errors: () => string
  /**
   * Resolves once the output is enough. @throws with the whole output if the program ends before.
   */
  readonly until: (isEnough: (lines: readonly string[]) => boolean) => Promise<void>
  /** Resolves once standard error matches. @throws if it ends before. */
  readonly untilError: (pattern: RegExp) => Promise<void>
  /** The exit code. */
  readonly ended: Promise<number | null>
  readonly stop: (signal?: NodeJS.Signals) => Promise<number | null>
}

/** Starts a program. */
export function startProgram(
  program: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Speaker {
  const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1', ...options.env }
  const child = spawn(program, args, { ...options, env, stdio: ['ignore', 'pipe', 'pipe'] })
  return listenTo(child)
}

function listenTo(child: ChildProcess): Speaker {
  const lines: string[] = []
  let errors = ''
  child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  if (child.stdout) {
    createInterface(child.stdout).on('line', (line) => lines.push(line))
  }
  let over = false
  const ended = once(child, 'close').then(() => {
    over = true
    return child.exitCode
  })
  const reach = async (isEnough: () => boolean): Promise<void> => {
    await until(() => over || isEnough())
    if (!isEnough()) throw new Error(`ended with ${await ended}: ${lines.join('\n')} ${errors}`)
  }
  return {
    lines,
    errors: () => errors,
    ended,
    until: (isEnough) => reach(() => isEnough(lines)),
    untilError: (pattern) => reach(() => pattern.test(errors)),
    stop: (signal = 'SIGINT') => {
      child.kill(signal)
      return ended
    },
  }
}
