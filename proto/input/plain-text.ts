// What a browser, a chat or a text editor puts between characters without showing it.
const invisible = /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g

const blank = /[\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/g

// Letters, digits and the marks of an address, as an input method for Chinese writes them.
const fullWidth = /[\uff03\uff05\uff06\uff0d-\uff1a\uff1d\uff1f\uff20-\uff3a\uff3f\uff41-\uff5a]/g

const fullWidthOffset = 0xfee0

/**
 * Pasted text with what is to be read of it in ASCII: full-width letters, digits and the marks of an
 * address as their narrow forms, every blank as a space, nothing invisible. Other marks stay: they
 * end an address.
 */
export function plainText(text: string): string {
  return text
    .replaceAll(invisible, '')
    .replaceAll(blank, ' ')
    .replaceAll(fullWidth, (mark) => String.fromCharCode(mark.charCodeAt(0) - fullWidthOffset))
    .replaceAll(/([a-z])[。｡](?=[a-z])/gi, '$1.')
    .replaceAll('\\/', '/')
}

/** A text without the characters of two sets at its beginning and end. */
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

/** A percent-encoded text decoded; as it is where it cannot be. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text // a stray percent sign
  }
}
