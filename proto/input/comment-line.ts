/** The most characters of a comment. */
export const maxCommentCharacters = 200

// Controls and line separators would break the line; the marks of direction would turn the text around
// it, on other people's screens.
const breaks = /[\p{Cc}\p{Zl}\p{Zp}]+/gu
const directionMarks = /[\u202a-\u202e\u2066-\u2069]/g
const visible = /[^\p{C}\p{Z}\p{M}]/u

/** Returns a text as the one trimmed line of a comment; an empty one if nothing in it can be seen. */
export function commentLine(text: string): string {
  const line = text.replace(directionMarks, '').replace(breaks, ' ').trim()
  return visible.test(line) ? line : ''
}

/** Returns the number of characters of a line: code points of Unicode. */
export function charactersOf(line: string): number {
  return Array.from(line).length
}
