import { type Command, exitCodes, type Terminal, UsageError } from '../command.ts'
import { helpLines, type Option, type Options, readArguments } from '../options.ts'
import { signBilibiliOpen, signBilibiliWbi } from '../sign-bilibili.ts'
import { signDouyin } from '../sign-douyin.ts'

/** A kind of signature and its arguments. */
interface Kind {
  readonly options: Options
  /** True if the kind accepts arguments after the options. */
  readonly rest?: boolean
  /** Returns the signature. @throws UsageError for missing or wrong arguments. */
  readonly sign: (given: Given, env: Terminal['env']) => string
}

/** The arguments, not validated yet. */
export interface Given {
  readonly options: Readonly<Record<string, string | undefined>>
  readonly rest: readonly string[]
}

const kinds: Readonly<Record<string, Kind>> = {
  douyin: {
    options: {
      stub: option('hex', 'douyin: the stub, 32 lower-case hex digits'),
      draws: option('a,b,c', 'douyin: three numbers from 0 up to 1, in place of chance'),
      call: option('number', 'douyin: the number of the signature; by default 1'),
    },
    sign: signDouyin,
  },
  'bilibili-wbi': {
    options: { keys: option('img,sub', 'bilibili-wbi: both keys of the day; then name=value …') },
    rest: true,
    sign: signBilibiliWbi,
  },
  'bilibili-open': {
    options: {
      'access-key-id': option('id', 'bilibili-open: the id of the access key; then the body'),
      nonce: option('text', 'bilibili-open: the x-bili-signature-nonce'),
      timestamp: option('seconds', 'bilibili-open: Unix time'),
    },
    rest: true,
    sign: signBilibiliOpen,
  },
}

function option(value: string, about: string): Option {
  return { type: 'string', value, about }
}

/**
 * `sign` prints only a signature. It depends on the arguments alone, not on clock or random numbers, so
 * that the signers can be compared with others.
 */
export const signCommand: Command = {
  usage: 'danmu-relay sign <kind> <what is signed…>',
  about: 'Prints one signature: of douyin, bilibili-wbi or bilibili-open.',
  options: [
    ...Object.values(kinds).flatMap((kind) => helpLines(kind.options)),
    ['ACCESS_KEY_SECRET', 'environment variable: the secret of the access key, for bilibili-open'],
  ],
  run: (args, terminal) => {
    const [name = '', ...more] = args
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined
    if (!kind) throw new UsageError(`name a kind of signature: ${Object.keys(kinds).join(', ')}`)
    terminal.out(`${kind.sign(read(more, kind), terminal.env)}\n`)
    return Promise.resolve(exitCodes.ok)
  },
}

function read(args: readonly string[], { options, rest = false }: Kind): Given {
  const { values, positionals } = readArguments(args, options)
  if (!rest && positionals.length > 0) {
    throw new UsageError(`unexpected argument ${positionals.join(' ')}`)
  }
  return { options: values, rest: positionals }
}
