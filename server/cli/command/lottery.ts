import { readFileSync } from 'node:fs'
import { Command } from '@commander-js/extra-typings'
import { lotteryProof } from '../../../proto/api/lottery/lottery.ts'
import { faultOf, type LotteryProof } from '../../lottery/draw.ts'
import { exitCodes, type NewCommand, UsageError } from '../command.ts'
import { fileWords } from '../system-words.ts'

/** `lottery verify` computes the winners of a lottery again, without a server. */
export const lotteryCommand: NewCommand = (terminal) =>
  new Command('lottery').description('Verifies lotteries of live rooms.').addCommand(
    new Command('verify')
      .description('Computes the winners of a lottery again from what its server has shown.')
      .argument('<file>', 'the answer of /api/live/<room>/lotteries/<lottery>', proofIn)
      .action((proof) => {
        const fault = faultOf(proof)
        const people = `${proof.winners?.length ?? 0} of ${proof.accounts?.length ?? 0}`
        if (fault === undefined) terminal.out(`right: ${people} entries win\n`)
        else terminal.err(`wrong: ${fault}\n`)
        terminal.exit(fault === undefined ? exitCodes.ok : exitCodes.failed)
      }),
  )

function proofIn(path: string): LotteryProof {
  const parsed = lotteryProof.safeParse(jsonIn(path))
  if (parsed.success) return parsed.data
  const where = parsed.error.issues[0]?.path.join('.') ?? ''
  throw new UsageError(`${path} is no lottery${where === '' ? '' : `: ${where}`}.`)
}

function jsonIn(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as unknown
  } catch (cause) {
    const why = cause instanceof SyntaxError ? 'it is not JSON' : fileWords(cause as Error)
    throw new UsageError(`${path} cannot be read: ${why}.`, { cause })
  }
}
