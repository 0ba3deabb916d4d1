const digits = /^\d{1,16}$/

/** The fields of an object before their types are known. */
export type Fields<Name extends string> = Readonly<Partial<Record<Name, unknown>>>

/** Returns a value as an object; any other value has no fields. */
export function fieldsOf<Name extends string>(value: unknown): Fields<Name> {
  return (isObject(value) ? value : {}) as Fields<Name> // any object has fields of unknown types
}

/** Returns true if a value is an object that is no array. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Returns the items of an array; none if the value is no array. */
export function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** Returns the items of an array; undefined without one, because a missing list is not empty. */
export function listOf(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) ? value : undefined
}

/** Returns a text; undefined if it is empty. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

// White space, control and format characters, and the invisible letters of Unicode.
const blank = /^[\s\p{C}\u115f\u1160\u2800\u3164\uffa0]*$/u

/** Returns a name; undefined if it has no visible character. */
export function nameOf(value: unknown): string | undefined {
  return typeof value === 'string' && !blank.test(value) ? value : undefined
}

/** Returns a whole number from 0 to 2^53-1; some commands write numbers as strings. */
export function countOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && digits.test(value) ? Number(value) : value
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0
    ? number
    : undefined
}

/** Returns a whole number above 0; undefined for 0, which upstream writes for "none". */
export function positiveOf(value: unknown): number | undefined {
  const count = countOf(value)
  return count === 0 ? undefined : count
}

/**
 * Returns an upstream id as text. Upstream writes 0 or '' for "none". A number that JSON has
 * already rounded is no id.
 */
export function idOf(value: unknown): string | undefined {
  const id = typeof value === 'string' ? value : String(countOf(value) ?? '')
  return id === '' || id === '0' ? undefined : id
}

/** Returns seconds since the epoch as milliseconds; undefined for 0. */
export function secondsOf(value: unknown): number | undefined {
  const seconds = positiveOf(value)
  return seconds === undefined ? undefined : countOf(seconds * 1000)
}

/**
 * Returns the address of a picture, always https; upstream still writes http and `//` for its own
 * hosts.
 */
export function addressOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  if (value.startsWith('https://')) return value
  if (value.startsWith('http://')) return `https://${value.slice('http://'.length)}`
  return value.startsWith('//') ? `https:${value}` : undefined
}
