import { en } from './en.ts'
import type { Words } from './words.ts'
import { zhCn } from './zh-cn.ts'

export type { Figures, Words } from './words.ts'

/**
 * Returns the texts of the overlay in a language (BCP 47): Chinese for any Chinese, else English.
 */
export function wordsFor(language: string): Words {
  return isChinese(language) ? zhCn : en
}

/** Returns true for every form of Chinese. */
export function isChinese(language: string): boolean {
  return /^zh\b/i.test(language)
}
