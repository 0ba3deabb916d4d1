import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { root } from './server.ts'

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
  const waiting = new Set<() => void>()
  child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  if (child.stdout) {
    createInterface(child.stdout).on('line', (line) => {
      lines.push(line)
      for (const look of waiting) look()
    })
  }
  const ended = once(child, 'close').then(() => child.exitCode)
  return {
    lines,
    errors: () => errors,
    ended,
    until: (isEnough) => {
      const enough = new Promise<void>((resolve) => {
        const look = (): void => {
          if (!isEnough(lines)) return
          waiting.delete(look)
          resolve()
        }
        waiting.add(look)
        look()
      })
      const failed = ended.then((code) => {
        if (isEnough(lines)) return undefined
        throw new Error(`ended with ${code}: ${lines.join('\n')} ${errors}`)
      })
      return Promise.race([enough, failed])
    },
    untilError: async (pattern) => {
      while (!pattern.test(errors)) {
        const more = child.stderr && once(child.stderr, 'data')
        const isOver = await Promise.race([more, ended.then(() => true)])
        if (isOver === true && !pattern.test(errors)) throw new Error(`ended: ${errors}`)
      }
    },
    stop: (signal = 'SIGINT') => {
      child.kill(signal)
      return ended
    },
  }
}
