import { openLiveCommand, wbiCommand } from './bilibili/command.ts'
import { bilibiliSigners } from './bilibili/sign.ts'
import type { SignCommand } from './command.ts'
import { douyinCommand } from './douyin/command.ts'
import { douyinSigners } from './douyin/family.ts'
import type { SignerFamily } from './family.ts'
import { feedSigners } from './feed/sign.ts'

/** All signers. A new family is a folder and a line here. */
export const signerFamilies: readonly SignerFamily[] = [bilibiliSigners, douyinSigners, feedSigners]

/** The commands that print a signature. */
export const signCommands: readonly SignCommand[] = [douyinCommand, wbiCommand, openLiveCommand]
