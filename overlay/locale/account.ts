import { en } from './en/account.ts'
import type { Area } from './index.ts'
import { zhCn } from './zh-cn/account.ts'

/** The texts of the pages of accounts and of the audit log. */
export type AccountWords = typeof en

/** The texts of the pages of accounts and of the audit log, in both languages. */
export const accountWords: Area<AccountWords> = { en, zhCn }
