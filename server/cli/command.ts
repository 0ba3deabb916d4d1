import type { HelpLine } from './options.ts'

/** Where a command reads and writes; in tests, arrays. */
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
  /** @returns the exit code. @throws UsageError if the arguments make no sense. */
  readonly run: (args: readonly string[], terminal: Terminal) => Promise<number>
}

/** Arguments that make no sense; the message says why. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** Exit codes; `config` is EX_CONFIG of sysexits. */
export const exitCodes = { ok: 0, failed: 1, usage: 2, config: 78 } as const
