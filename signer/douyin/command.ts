import { Command, InvalidArgumentError } from '@commander-js/extra-typings'
import type { SignCommand } from '../command.ts'
import { type Draws, signatureOf } from './signature.ts'

/**
 * `sign douyin` prints the 16 characters for a stub. The draws are the three random numbers of the web
 * client; the call is the number of the signature.
 */
export const douyinCommand: SignCommand = (terminal) =>
  new Command('douyin')
    .description('Prints a signature of Douyin.')
    .requiredOption('--stub <hex>', 'the stub, 32 lower-case hex digits', stubOf)
    .requiredOption(
      '--draws <numbers>',
      'three numbers from 0 up to 1 in place of chance, such as 0.1,0.2,0.3',
      drawsOf,
    )
    .option('--call <number>', 'the number of the signature, from 1', callOf, 1)
    .action(({ stub, draws, call }) => terminal.out(`${signatureOf(stub, call, draws)}\n`))

function stubOf(text: string): string {
  if (!/^[0-9a-f]{32}$/.test(text))
    throw new InvalidArgumentError('It must be 32 lower-case hex digits.')
  return text
}

function callOf(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw new InvalidArgumentError('It must be a whole number from 1.')
  return Number(text)
}

/** Converts the three numbers as the web client does. */
function drawsOf(text: string): Draws {
  const numbers = text.split(',').map((one) => (one.trim() === '' ? Number.NaN : Number(one)))
  const [first, second, third] = numbers
  const sound = numbers.length === 3 && numbers.every((one) => one >= 0 && one < 1)
  if (!sound || first === undefined || second === undefined || third === undefined) {
    throw new InvalidArgumentError('It must be three numbers from 0 up to 1.')
  }
  return {
    flag: Math.floor(100 * first) % 2 === 0 ? 0 : 1,
    nonce: Math.floor(255 * second),
    key: Math.floor(255 * third),
  }
}
