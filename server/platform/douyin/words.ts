import { textOf } from './field.ts'
import { type Common, decodeText } from './message.ts'
import { plainOf } from './text.ts'

/**
 * Returns the text of the platform about a message: the first of its own texts that is not blank,
 * or else the common text that every message may have.
 */
export function wordsOf(
  common: Common.$Properties | null | undefined,
  ...own: readonly (string | null | undefined)[]
): string | undefined {
  for (const text of own) {
    const words = textOf(text)
    if (words !== undefined) return words
  }
  return plainOf(decodeText(common?.displayText)) ?? textOf(common?.describe)
}
