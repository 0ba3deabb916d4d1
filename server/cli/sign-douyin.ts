import { type Draws, signatureOf } from '../../signer/douyin/signature.ts'
import { UsageError } from './command.ts'
import type { Given } from './command/sign.ts'

const stubPattern = /^[0-9a-f]{32}$/

/**
 * Returns the 16 characters for a stub. The draws are the three random numbers of the web client, each
 * from 0 up to 1; the call is the number of the signature, from 1.
 */
export function signDouyin({ options }: Given): string {
  const { stub = '', draws = '', call = '1' } = options
  if (!stubPattern.test(stub)) throw new UsageError('--stub takes 32 lower-case hex digits')
  if (!/^[1-9]\d{0,8}$/.test(call)) throw new UsageError('--call takes a whole number from 1')
  return signatureOf(stub, Number(call), drawsOf(draws))
}

/** Converts the three numbers as the web client does. */
function drawsOf(text: string): Draws {
  const numbers = text.split(',').map((one) => (one.trim() === '' ? Number.NaN : Number(one)))
  const [first, second, third] = numbers
  const sound = numbers.length === 3 && numbers.every((one) => one >= 0 && one < 1)
  if (!sound || first === undefined || second === undefined || third === undefined) {
    throw new UsageError('--draws takes three numbers from 0 up to 1, such as 0.1,0.2,0.3')
  }
  return {
    flag: Math.floor(100 * first) % 2 === 0 ? 0 : 1,
    nonce: Math.floor(255 * second),
    key: Math.floor(255 * third),
  }
}
