import { en } from './en/me.ts'
import type { Area } from './index.ts'
import { zhCn } from './zh-cn/me.ts'

/** The texts of the page of the own account. */
export type MeWords = typeof en

/** The texts of the page of the own account, in both languages. */
export const meWords: Area<MeWords> = { en, zhCn }
