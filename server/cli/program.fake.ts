import { runProgram } from './program.ts'

/** The result of a command. */
export interface Outcome {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs the command line with an environment, uninterrupted. */
export async function runWith(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const said = { code: 0, out: '', err: '' }
  await runProgram(args, {
    out: (text) => void (said.out += text),
    err: (text) => void (said.err += text),
    isInteractive: false,
    env,
    interrupted: () => new Promise<never>(() => undefined),
    exit: (code) => void (said.code = code),
  })
  return said
}
