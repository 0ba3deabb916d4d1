import { isChinese } from '../index.ts'
import { en } from './en.ts'
import type { DockWords } from './words.ts'
import { zhCn } from './zh-cn.ts'

export type { DockWords } from './words.ts'

/** Returns the texts of the dock in a language (BCP 47): Chinese for any Chinese, else English. */
export function dockWordsFor(language: string): DockWords {
  return isChinese(language) ? zhCn : en
}
