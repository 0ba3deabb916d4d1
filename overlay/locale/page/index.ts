import { isChinese } from '../index.ts'
import { en } from './en.ts'
import type { PageWords } from './words.ts'
import { zhCn } from './zh-cn.ts'

export type { PageScheme, PageWords, ProblemFacts } from './words.ts'

/** Returns the texts of the pages in a language (BCP 47): Chinese for any Chinese, else English. */
export function pageWordsFor(language: string): PageWords {
  return isChinese(language) ? zhCn : en
}
