import { Command } from '@commander-js/extra-typings'
import { signCommands } from '../../../signer/registry.ts'
import type { NewCommand } from '../command.ts'

/** `sign` prints only a signature. */
export const signCommand: NewCommand = (terminal) => {
  const command = new Command('sign').description('Prints one signature, of a kind.')
  for (const newCommand of signCommands) command.addCommand(newCommand(terminal))
  return command
}
