import { parseJson } from './json.ts'

// Pages have a handful of them, of some hundred kilobytes at most; a malicious page has as many as
// fit.
const mostObjects = 50
const mostLength = 1024 * 1024

/** The number of characters that may still be read, shared by several searches. */
export interface Budget {
  left: number
}

/**
 * Yields the objects under a name anywhere in a text, in order. Their number and length are
 * limited, and it ends when the budget is used up.
 */
export function* objectsNamed(text: string, name: string, budget: Budget): Generator {
  const opening = `"${name}":{`
  let met = 0
  for (let i = text.indexOf(opening); i >= 0; i = text.indexOf(opening, i + 1)) {
    if (met++ === mostObjects || budget.left <= 0) return
    const begin = i + opening.length - 1
    const limit = Math.min(text.length, begin + mostLength, begin + budget.left)
    const end = endOf(text, begin, limit)
    budget.left -= (end ?? limit) - begin
    const object = end === undefined ? undefined : parseJson(text.slice(begin, end))
    if (object !== undefined) yield object
  }
}

/** Returns true if a text contains escapes, and not more than `most`. */
export function hasEscapes(text: string, most: number): boolean {
  let met = 0
  for (let i = text.indexOf('\\'); i >= 0; i = text.indexOf('\\', i + 1)) {
    if (++met > most) return false
  }
  return met > 0
}

/** Returns the index after the closing quote of the string at `begin`; reads up to `limit`. */
export function endOfString(text: string, begin: number, limit: number): number | undefined {
  for (let i = begin + 1; i < limit; i++) {
    const code = text.charCodeAt(i)
    if (code === backslash) i++
    else if (code === quote) return i + 1
  }
  return undefined
}

const [quote, backslash, open, close] = [0x22, 0x5c, 0x7b, 0x7d]

/** Removes one level of JSON's escapes, so that the content of a string becomes text. */
export function unescapeOnce(text: string): string {
  return text.replaceAll(/\\(?:u([\da-fA-F]{4})|(.))/gs, (_, code?: string, letter = '') =>
    code === undefined
      ? (escapes.get(letter) ?? letter)
      : String.fromCharCode(Number.parseInt(code, 16)),
  )
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['b', '\b'],
  ['f', '\f'],
])

/** Returns the index after the last brace of the object at `begin`. Ignores braces in strings. */
function endOf(text: string, begin: number, limit: number): number | undefined {
  let depth = 0
  for (let i = begin; i < limit; i++) {
    const code = text.charCodeAt(i)
    if (code === quote) i = (endOfString(text, i, limit) ?? limit) - 1
    else if (code === open) depth++
    else if (code === close && --depth === 0) return i + 1
  }
  return undefined
}
