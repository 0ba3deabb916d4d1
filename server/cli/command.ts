import type { HelpLine } from './options.ts'

/** The input and output of a command; tests use arrays. */
export interface Terminal {
  readonly out: (text: string) => void
  /** True if standard output is a terminal. */
  readonly isInteractive: boolean
  readonly err: (text: string) => void
  readonly env: Readonly<Record<string, string | undefined>>
  /** Settles when the user asks the program to stop. */
  readonly interrupted: () => Promise<void>
}

/** One command of the command line. */
export interface Command {
  readonly usage: string
  readonly about: string
  /** Options and environment variables with their meaning, which `--help` prints. */
  readonly options?: readonly HelpLine[]
  /** Runs the command. @returns the exit code. @throws UsageError for wrong arguments. */
  readonly run: (args: readonly string[], terminal: Terminal) => Promise<number>
}

/** The arguments of a command are wrong; the message says why. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** The exit codes; `config` is EX_CONFIG of sysexits. */
export const exitCodes = { ok: 0, failed: 1, usage: 2, config: 78 } as const
