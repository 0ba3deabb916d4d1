import { isChinese } from '../index.ts'
import { en } from './en.ts'
import type { ProblemWords } from './words.ts'
import { zhCn } from './zh-cn.ts'

/** Returns the texts about refusals in a language (BCP 47). */
export function problemWordsFor(language: string): ProblemWords {
  return isChinese(language) ? zhCn : en
}
