import { isChinese } from '../index.ts'
import { en } from './en.ts'
import type { StudioWords } from './words.ts'
import { zhCn } from './zh-cn.ts'

export type { Backdrop, StudioWords } from './words.ts'

/**
 * Returns the texts of the studio in a language (BCP 47): Chinese for any Chinese, else English.
 */
export function studioWordsFor(language: string): StudioWords {
  return isChinese(language) ? zhCn : en
}
