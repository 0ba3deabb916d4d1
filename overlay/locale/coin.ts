import { en } from './en/coin.ts'
import type { Area } from './index.ts'
import { zhCn } from './zh-cn/coin.ts'

/** The texts of the pages of coins. */
export type CoinWords = typeof en

/** The texts of the pages of coins, in both languages. */
export const coinWords: Area<CoinWords> = { en, zhCn }
