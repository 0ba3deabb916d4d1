import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings'
import { signatureHeaders } from '../../../signer/bilibili/open-live.ts'
import { mixinKey, wbiSignature } from '../../../signer/bilibili/wbi.ts'
import { type Draws, signatureOf } from '../../../signer/douyin/signature.ts'
import { environmentHelp, type NewCommand, type Terminal, UsageError } from '../command.ts'

/**
 * `sign` prints only a signature. It depends on the arguments alone, not on clock or random numbers, so
 * that the signers can be compared with others.
 */
export const signCommand: NewCommand = (terminal) =>
  new Command('sign')
    .description('Prints one signature: of douyin, bilibili-wbi or bilibili-open.')
    .addCommand(douyinCommand(terminal))
    .addCommand(wbiCommand(terminal))
    .addCommand(openLiveCommand(terminal))

/**
 * `sign douyin` prints the 16 characters for a stub. The draws are the three random numbers of the web
 * client; the call is the number of the signature.
 */
function douyinCommand(terminal: Terminal): CommandUnknownOpts {
  return new Command('douyin')
    .description('Prints a signature of Douyin.')
    .requiredOption('--stub <hex>', 'the stub, 32 lower-case hex digits', stubOf)
    .requiredOption(
      '--draws <numbers>',
      'three numbers from 0 up to 1 in place of chance, such as 0.1,0.2,0.3',
      drawsOf,
    )
    .option('--call <number>', 'the number of the signature, from 1', callOf, 1)
    .action(({ stub, draws, call }) => terminal.out(`${signatureOf(stub, call, draws)}\n`))
}

function stubOf(text: string): string {
  if (!/^[0-9a-f]{32}$/.test(text)) throw new UsageError('It must be 32 lower-case hex digits.')
  return text
}

function callOf(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new UsageError('It must be a whole number from 1.')
  return Number(text)
}

/** Converts the three numbers as the web client does. */
function drawsOf(text: string): Draws {
  const numbers = text.split(',').map((one) => (one.trim() === '' ? Number.NaN : Number(one)))
  const [first, second, third] = numbers
  const sound = numbers.length === 3 && numbers.every((one) => one >= 0 && one < 1)
  if (!sound || first === undefined || second === undefined || third === undefined) {
    throw new UsageError('It must be three numbers from 0 up to 1.')
  }
  return {
    flag: Math.floor(100 * first) % 2 === 0 ? 0 : 1,
    nonce: Math.floor(255 * second),
    key: Math.floor(255 * third),
  }
}

/** `sign bilibili-wbi` prints the `w_rid` of parameters, with the two keys of a day. */
function wbiCommand(terminal: Terminal): CommandUnknownOpts {
  return new Command('bilibili-wbi')
    .description('Prints the w_rid of a request to Bilibili.')
    .requiredOption('--keys <keys>', 'both keys of the day: IMG,SUB', mixinKeyOf)
    .argument(
      '<parameter...>',
      'name=value; one of them is wts, Unix seconds: id=5440 wts=1763600000',
    )
    .action((pairs, { keys }) => {
      const parameters = Object.fromEntries(pairs.map(pairOf))
      if (!/^\d+$/.test(parameters['wts'] ?? '')) {
        throw new UsageError('one of the parameters must be wts, Unix seconds')
      }
      terminal.out(`${wbiSignature(parameters, keys)}\n`)
    })
}

function mixinKeyOf(text: string): string {
  const [, img, sub] = /^([0-9a-f]{32}),([0-9a-f]{32})$/.exec(text) ?? []
  if (img === undefined || sub === undefined) throw new UsageError('It must be IMG,SUB.')
  return mixinKey(img, sub)
}

function pairOf(text: string): readonly [string, string] {
  const at = text.indexOf('=')
  if (at < 1) throw new UsageError(`${text} is not name=value`)
  return [text.slice(0, at), text.slice(at + 1)]
}

/**
 * `sign bilibili-open` prints the `Authorization` of a body. The secret is in the environment, because
 * all users of the machine can see arguments.
 */
function openLiveCommand(terminal: Terminal): CommandUnknownOpts {
  return new Command('bilibili-open')
    .description('Prints the Authorization of a request to Bilibili Open Live.')
    .requiredOption('--access-key-id <id>', 'the id of the access key')
    .requiredOption('--nonce <text>', 'the x-bili-signature-nonce')
    .requiredOption('--timestamp <seconds>', 'Unix time', secondsOf)
    .argument('<body>', 'the body of the request')
    .addHelpText('after', environmentHelp({ ACCESS_KEY_SECRET: 'the secret of the access key' }))
    .action((body, { accessKeyId, nonce, timestamp }) => {
      const accessKeySecret = terminal.env['ACCESS_KEY_SECRET'] ?? ''
      if (accessKeySecret === '') throw new UsageError('ACCESS_KEY_SECRET must hold the secret')
      const occasion = { nonce, at: timestamp * 1000 }
      const { authorization } = signatureHeaders(body, { accessKeyId, accessKeySecret }, occasion)
      if (authorization === undefined) throw new TypeError('a call was not signed')
      terminal.out(`${authorization}\n`)
    })
}

function secondsOf(text: string): number {
  if (!/^\d{1,12}$/.test(text)) throw new UsageError('It must be Unix seconds.')
  return Number(text)
}
