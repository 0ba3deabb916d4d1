import { en } from './en/option.ts'
import type { Area } from './index.ts'
import { zhCn } from './zh-cn/option.ts'

/** The texts of the studio about widgets and their options. */
export type OptionWords = typeof en

/** The texts of the studio about widgets and their options, in both languages. */
export const optionWords: Area<OptionWords> = { en, zhCn }
