import { isChinese } from '../index.ts'
import { en } from './en.ts'
import type { ElementWords } from './words.ts'
import { zhCn } from './zh-cn.ts'

export type { Deed, ElementWords } from './words.ts'

/**
 * Returns the texts of the elements in a language (BCP 47): Chinese for any Chinese, else English.
 */
export function elementWordsFor(language: string): ElementWords {
  return isChinese(language) ? zhCn : en
}
