import { signatureHeaders } from '../../signer/bilibili/open-live.ts'
import { mixinKey, wbiSignature } from '../../signer/bilibili/wbi.ts'
import { type Terminal, UsageError } from './command.ts'
import type { Given } from './command/sign.ts'

const keysPattern = /^[0-9a-f]{32},[0-9a-f]{32}$/

/** Returns the `w_rid` of parameters such as `id=5440 wts=1763600000`, with the two keys of a day. */
export function signBilibiliWbi({ options, rest }: Given): string {
  const { keys = '' } = options
  if (!keysPattern.test(keys)) throw new UsageError('--keys takes both keys of the day: IMG,SUB')
  const [imgKey = '', subKey = ''] = keys.split(',')
  const parameters = Object.fromEntries(rest.map(pairOf))
  if (!/^\d+$/.test(parameters['wts'] ?? '')) {
    throw new UsageError(
      'name the parameters, wts (Unix seconds) among them: id=5440 wts=1763600000',
    )
  }
  return wbiSignature(parameters, mixinKey(imgKey, subKey))
}

function pairOf(text: string): readonly [string, string] {
  const at = text.indexOf('=')
  if (at < 1) throw new UsageError(`${text} is not name=value`)
  return [text.slice(0, at), text.slice(at + 1)]
}

/**
 * Returns the `Authorization` of a body. The secret is in the environment, because all users of the
 * machine can see arguments.
 */
export function signBilibiliOpen({ options, rest }: Given, env: Terminal['env']): string {
  const { 'access-key-id': accessKeyId = '', nonce = '', timestamp = '' } = options
  const accessKeySecret = env['ACCESS_KEY_SECRET'] ?? ''
  const [body, ...more] = rest
  if (accessKeyId === '') throw new UsageError('--access-key-id takes the id of the access key')
  if (nonce === '') throw new UsageError('--nonce takes the x-bili-signature-nonce')
  if (!/^\d{1,12}$/.test(timestamp)) throw new UsageError('--timestamp takes Unix seconds')
  if (accessKeySecret === '') throw new UsageError('ACCESS_KEY_SECRET must hold the secret')
  if (body === undefined || more.length > 0) throw new UsageError('give the body as one argument')
  const occasion = { nonce, at: Number(timestamp) * 1000 }
  const { authorization } = signatureHeaders(body, { accessKeyId, accessKeySecret }, occasion)
  if (authorization === undefined) throw new TypeError('a call was not signed')
  return authorization
}
