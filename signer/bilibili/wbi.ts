import { createHash } from 'node:crypto'

/**
 * The positions of the characters of the mixed key in the two keys joined. The published table has
 * 64 positions, of which the web player uses these.
 */
const places = [
  46, 47, 18, 2, 53, 8, 23, 32, 15, 50, 10, 31, 58, 3, 45, 35, 27, 43, 5, 49, 33, 9, 42, 19, 29, 28,
  14, 39, 12, 38, 41, 13,
] as const

/** Returns the key of a day: 32 characters out of the two keys of 32 that the site publishes. */
export function mixinKey(imgKey: string, subKey: string): string {
  const both = imgKey + subKey
  return places.map((place) => both.charAt(place)).join('')
}

/**
 * Returns `w_rid` for a request: the MD5, in lower-case hex, of its parameters in alphabetical
 * order and the mixed key. `wts` (Unix seconds) is one of the parameters; everything that is signed
 * must be sent.
 */
export function wbiSignature(parameters: Readonly<Record<string, string>>, key: string): string {
  const query = Object.entries(parameters)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(withoutMarks(value))}`,
    )
    .join('&')
  return createHash('md5').update(`${query}${key}`).digest('hex')
}

/**
 * Removes the five marks that `encodeURIComponent` leaves alone and other encoders do not: they are
 * not signed.
 */
function withoutMarks(value: string): string {
  return value.replaceAll(/[!'()*]/g, '')
}
