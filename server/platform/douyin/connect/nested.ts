import { parseJson } from './json.ts'

// Pages have a handful of them, of some hundred kilobytes at most; a page that is made to be slow
// has as many as fit.
const mostObjects = 50
const mostLength = 1024 * 1024

/** The objects that stand under a name somewhere in a text, in order; so many, and so long ones. */
export function* objectsNamed(text: string, name: string): Generator {
  const opening = `"${name}":{`
  let met = 0
  for (let i = text.indexOf(opening); i >= 0; i = text.indexOf(opening, i + 1)) {
    if (met++ === mostObjects) return
    const begin = i + opening.length - 1
    const end = endOf(text, begin)
    const object = end === undefined ? undefined : parseJson(text.slice(begin, end))
    if (object !== undefined) yield object
  }
}

/** Takes one level of JSON's escapes away. What stood in a string becomes text like the rest. */
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

const token = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}]/gs

/** Where the object that begins at `begin` ends: past its last brace. Braces in strings are none. */
function endOf(text: string, begin: number): number | undefined {
  let depth = 0
  for (const { 0: mark, index } of text.slice(begin, begin + mostLength).matchAll(token)) {
    if (mark === '{') depth++
    else if (mark === '}') depth--
    if (depth === 0) return begin + index + 1
  }
  return undefined
}
