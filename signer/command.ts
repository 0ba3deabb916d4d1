import type { CommandUnknownOpts } from '@commander-js/extra-typings'

/** The output and the environment of a command. */
export interface SignTerminal {
  readonly out: (text: string) => void
  readonly env: Readonly<Record<string, string | undefined>>
}

/**
 * Returns a command that prints a signature. It depends on the arguments alone, not on clock or
 * random numbers, so that the signers can be compared with others.
 */
export type SignCommand = (terminal: SignTerminal) => CommandUnknownOpts
