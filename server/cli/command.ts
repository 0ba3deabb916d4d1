import { type CommandUnknownOpts, InvalidArgumentError } from '@commander-js/extra-typings'

/** The input and output of a command; tests use arrays. */
export interface Terminal {
  readonly out: (text: string) => void
  /** True if standard output is a terminal. */
  readonly isInteractive: boolean
  readonly err: (text: string) => void
  readonly env: Readonly<Record<string, string | undefined>>
  /** Settles when the user asks the program to stop. */
  readonly interrupted: () => Promise<void>
  /** Sets the exit code of the program, which is 0 otherwise. */
  readonly exit: (code: number) => void
}

/** Returns a command: its arguments and options with their help, and its action. */
export type NewCommand = (terminal: Terminal) => CommandUnknownOpts

/** The arguments of a command are wrong; the message says why. */
export class UsageError extends InvalidArgumentError {
  constructor(message: string, { cause }: ErrorOptions = {}) {
    super(message)
    this.cause = cause
  }
}

/** The exit codes; `config` is EX_CONFIG of sysexits. */
export const exitCodes = { ok: 0, failed: 1, usage: 2, config: 78 } as const

/** Returns the part of a help that lists environment variables with their meaning. */
export function environmentHelp(variables: Readonly<Record<string, string>>): string {
  const lines = Object.entries(variables).map(([name, meaning]) => `  ${name}  ${meaning}`)
  return `\nEnvironment:\n${lines.join('\n')}`
}

/** Returns a number above 0. @throws UsageError for any other text. */
export function positiveNumber(text: string): number {
  const value = Number(text)
  if (!(value > 0)) throw new UsageError('It must be a number above 0.')
  return value
}
