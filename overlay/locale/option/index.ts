import { isChinese } from '../index.ts'
import { en } from './en.ts'
import type { OptionWords } from './words.ts'
import { zhCn } from './zh-cn.ts'

export type { OptionWords } from './words.ts'

/** Returns the texts of options in a language (BCP 47): Chinese for any Chinese, else English. */
export function optionWordsFor(language: string): OptionWords {
  return isChinese(language) ? zhCn : en
}
