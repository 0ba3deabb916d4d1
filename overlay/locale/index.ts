/** Texts in both languages. */
export interface Area<Words> {
  readonly en: Words
  readonly zhCn: Words
}

/**
 * Returns the texts of an area in a language (BCP 47): Chinese for any Chinese, else English. Each
 * area is a module, so that a page loads only those that it shows.
 */
export function wordsFor<Words>({ en, zhCn }: Area<Words>, language: string): Words {
  return /^zh\b/i.test(language) ? zhCn : en
}

/** Returns true for every form of Chinese. */
export function isChinese(language: string): boolean {
  return wordsFor({ en: false, zhCn: true }, language)
}
