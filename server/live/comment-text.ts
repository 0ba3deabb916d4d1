import { commentLine } from '../../proto/input/comment-line.ts'

/** Returns a text as one trimmed line; an empty one if nothing in it can be seen. */
export function readableText(text: string): string {
  return commentLine(text.toWellFormed())
}

const invisible = /[\p{Cf}\p{M}]/gu

/** Returns the form in which texts are compared: without case, width, accents and invisible signs. */
export function foldText(text: string): string {
  return text.normalize('NFKD').replace(invisible, '').toLowerCase().replace(/\s+/g, ' ').trim()
}

// Written without a scheme, a name with one of these endings is meant as an address.
const endings =
  'com|net|org|cn|hk|tw|jp|kr|io|tv|me|cc|gg|co|ru|uk|de|fr|eu|us|in|xyz|top|info|biz|vip|club|shop|site|online|link|live|app|dev|fun|pro|wang|ink|ltd'
const link = new RegExp(`https?:|www\\.|[a-z0-9-]\\.(?:${endings})(?![a-z0-9])`, 'i')
const ideographicStop = /(?<=[a-z0-9])。(?=[a-z])/gi

/** Returns true if a text holds an address of the web, in any of the usual spellings. */
export function holdsLink(text: string): boolean {
  return link.test(text.normalize('NFKC').replace(ideographicStop, '.'))
}

const separators = /[\p{P}\p{S}\p{Z}]/gu
const ideographs = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]/u

/**
 * Returns true if a folded text holds one of some words. Signs between the characters of a word do not
 * hide it in scripts without spaces; in others they would join the words of a harmless text.
 */
export function holdsBlockedWord(folded: string, words: readonly string[]): boolean {
  if (words.length === 0) return false
  const joined = folded.replace(separators, '')
  return words.map(foldText).some((word) => {
    if (word === '') return false
    return folded.includes(word) || (ideographs.test(word) && joined.includes(word))
  })
}
