// Invisible characters that a browser, a chat program or a text editor inserts.
const invisible = /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g

const blank = /[\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/g

// Full-width letters, digits and characters of an address, from a Chinese input method.
const fullWidth = /[\uff03\uff05\uff06\uff0d-\uff1a\uff1d\uff1f\uff20-\uff3a\uff3f\uff41-\uff5a]/g

const fullWidthOffset = 0xfee0

/**
 * Converts pasted text for reading: full-width letters, digits and characters of an address become
 * ASCII, every kind of blank becomes a space, and invisible characters are removed. Other
 * full-width punctuation stays, because it ends an address.
 */
export function plainText(text: string): string {
  return text
    .replaceAll(invisible, '')
    .replaceAll(blank, ' ')
    .replaceAll(fullWidth, (mark) => String.fromCharCode(mark.charCodeAt(0) - fullWidthOffset))
    .replaceAll(/([a-z])[。｡](?=[a-z])/gi, '$1.')
    .replaceAll('\\/', '/')
}

/** Removes the characters of one set from the beginning of a text, and of another from its end. */
export function trimmedOf(
  text: string,
  opening: ReadonlySet<string>,
  closing: ReadonlySet<string>,
): string {
  let from = 0
  let to = text.length
  while (from < to && opening.has(text.charAt(from))) from += 1
  while (to > from && closing.has(text.charAt(to - 1))) to -= 1
  return text.slice(from, to)
}

/** Decodes a percent-encoded text; returns it unchanged if it is malformed. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text // a stray percent sign
  }
}
