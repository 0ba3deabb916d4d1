import { parseArgs } from 'node:util'
import { type Command, exitCodes, type Terminal, UsageError } from '../command.ts'
import { signBilibiliOpen, signBilibiliWbi } from '../sign-bilibili.ts'
import { signDouyin } from '../sign-douyin.ts'

/** What a kind of signature needs on the command line. */
interface Kind {
  readonly options: readonly string[]
  /** Whether what follows the options means something. */
  readonly rest?: true
  /** @throws UsageError if something is missing or wrong. */
  readonly sign: (given: Given, env: Terminal['env']) => string
}

/** What was given, unread. */
export interface Given {
  readonly options: Readonly<Record<string, string | undefined>>
  readonly rest: readonly string[]
}

const kinds: Readonly<Record<string, Kind>> = {
  douyin: { options: ['stub', 'draws', 'call'], sign: signDouyin },
  'bilibili-wbi': { options: ['keys'], rest: true, sign: signBilibiliWbi },
  'bilibili-open': {
    options: ['access-key-id', 'nonce', 'timestamp'],
    rest: true,
    sign: signBilibiliOpen,
  },
}

/**
 * `sign` prints a signature and nothing else, from what is given alone: neither clock nor chance has a
 * part in it. For comparing our signers with others.
 */
export const signCommand: Command = {
  usage: 'danmu-relay sign <kind> <what is signed…>',
  about: 'Prints one signature: of douyin, bilibili-wbi or bilibili-open.',
  run: (args, terminal) => {
    const [name = '', ...more] = args
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined
    if (!kind) throw new UsageError(`name a kind of signature: ${Object.keys(kinds).join(', ')}`)
    terminal.out(`${kind.sign(read(more, kind), terminal.env)}\n`)
    return Promise.resolve(exitCodes.ok)
  },
}

function read(args: readonly string[], { options, rest }: Kind): Given {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: Object.fromEntries(options.map((name) => [name, { type: 'string' as const }])),
      allowPositionals: rest ?? false,
    })
    return { options: values, rest: positionals }
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : 'arguments', { cause })
  }
}
