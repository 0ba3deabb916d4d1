import { Command, InvalidArgumentError } from '@commander-js/extra-typings'
import type { SignCommand } from '../command.ts'
import { signatureHeaders } from './open-live.ts'
import { mixinKey, wbiSignature } from './wbi.ts'

/** `sign bilibili-wbi` prints the `w_rid` of parameters, with the two keys of a day. */
export const wbiCommand: SignCommand = (terminal) =>
  new Command('bilibili-wbi')
    .description('Prints the w_rid of a request to Bilibili.')
    .requiredOption('--keys <keys>', 'both keys of the day: IMG,SUB', mixinKeyOf)
    .argument(
      '<parameter...>',
      'name=value; one of them is wts, Unix seconds: id=5440 wts=1763600000',
    )
    .action((pairs, { keys }) => {
      const parameters = Object.fromEntries(pairs.map(pairOf))
      if (!/^\d+$/.test(parameters['wts'] ?? '')) {
        throw new InvalidArgumentError('one of the parameters must be wts, Unix seconds')
      }
      terminal.out(`${wbiSignature(parameters, keys)}\n`)
    })

function mixinKeyOf(text: string): string {
  const [, img, sub] = /^([0-9a-f]{32}),([0-9a-f]{32})$/.exec(text) ?? []
  if (img === undefined || sub === undefined) throw new InvalidArgumentError('It must be IMG,SUB.')
  return mixinKey(img, sub)
}

function pairOf(text: string): readonly [string, string] {
  const at = text.indexOf('=')
  if (at < 1) throw new InvalidArgumentError(`${text} is not name=value`)
  return [text.slice(0, at), text.slice(at + 1)]
}

/**
 * `sign bilibili-open` prints the `Authorization` of a body. The secret is in the environment, because
 * all users of the machine can see arguments.
 */
export const openLiveCommand: SignCommand = (terminal) =>
  new Command('bilibili-open')
    .description('Prints the Authorization of a request to Bilibili Open Live.')
    .requiredOption('--access-key-id <id>', 'the id of the access key')
    .requiredOption('--nonce <text>', 'the x-bili-signature-nonce')
    .requiredOption('--timestamp <seconds>', 'Unix time', secondsOf)
    .argument('<body>', 'the body of the request')
    .addHelpText('after', '\nEnvironment:\n  ACCESS_KEY_SECRET  the secret of the access key')
    .action((body, { accessKeyId, nonce, timestamp }) => {
      const accessKeySecret = terminal.env['ACCESS_KEY_SECRET'] ?? ''
      if (accessKeySecret === '')
        throw new InvalidArgumentError('ACCESS_KEY_SECRET must hold the secret')
      const occasion = { nonce, at: timestamp * 1000 }
      const { authorization } = signatureHeaders(body, { accessKeyId, accessKeySecret }, occasion)
      if (authorization === undefined) throw new TypeError('a call was not signed')
      terminal.out(`${authorization}\n`)
    })

function secondsOf(text: string): number {
  if (!/^\d{1,12}$/.test(text)) throw new InvalidArgumentError('It must be Unix seconds.')
  return Number(text)
}
