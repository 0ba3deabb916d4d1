import { Command } from '@commander-js/extra-typings'
import { z } from 'zod'
import { callServer } from '../api-call.ts'
import { exitCodes, type NewCommand } from '../command.ts'
import { serverOption, tokenHelp } from '../target.ts'

const result = z.object({
  accounts: z.int(),
  transfers: z.int(),
  entries: z.int(),
  imbalance: z.int(),
  faults: z.array(z.string()),
})

/** `ledger` checks the coins of a running server. */
export const ledgerCommand: NewCommand = (terminal) => {
  const command = new Command('ledger').description('Checks the coins of a running server.')
  command
    .command('verify')
    .description(
      'Checks every sum and balance, and that each gift was paid; fails if one is wrong.',
    )
    .addOption(serverOption)
    .addHelpText('after', tokenHelp)
    .action(({ server }) =>
      callServer(terminal, server, async (api) => {
        const found = result.parse(await api('GET', '/api/ledger/check'))
        const { accounts, transfers, entries, imbalance, faults } = found
        const isWhole = imbalance === 0 && faults.length === 0
        if (!isWhole) terminal.exit(exitCodes.failed)
        const counts = `${accounts} accounts, ${transfers} transfers, ${entries} entries`
        return [
          `${counts}, imbalance ${imbalance}: ${isWhole ? 'whole' : 'damaged'}`,
          ...faults,
        ].join('\n')
      }),
    )
  return command
}
