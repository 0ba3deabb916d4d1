import { Command } from '@commander-js/extra-typings'
import type { NewCommand } from '../command.ts'
import { openLiveCommand, wbiCommand } from '../sign-bilibili.ts'
import { douyinCommand } from '../sign-douyin.ts'

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
