import { parseArgs } from 'node:util'
import { UsageError } from './command.ts'

/** An option of a command in the form of Node's `parseArgs`, with a text for the help. */
export interface Option {
  readonly type: 'string' | 'boolean'
  /** The name of the value in the help, such as `file`; for strings. */
  readonly value?: string
  readonly about: string
}

/** Options by name, without the dashes. */
export type Options = Readonly<Record<string, Option>>

/** The values of options; an option that was not given is absent. */
export type OptionValues<O extends Options> = {
  readonly [K in keyof O]?: O[K]['type'] extends 'boolean' ? boolean : string
}

/** A line of the help: an option or environment variable, and its meaning. */
export type HelpLine = readonly [name: string, meaning: string]

/** Returns the lines of the help about options. */
export function helpLines(options: Options): readonly HelpLine[] {
  return Object.entries(options).map(([name, { value, about }]) => [
    value === undefined ? `--${name}` : `--${name} <${value}>`,
    about,
  ])
}

/**
 * Reads the arguments of a command.
 *
 * @throws UsageError that names an unknown option or a missing value.
 */
export function readArguments<O extends Options>(
  args: readonly string[],
  options: O,
): { readonly values: OptionValues<O>; readonly positionals: readonly string[] } {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
    return { values, positionals }
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : 'arguments', { cause })
  }
}
