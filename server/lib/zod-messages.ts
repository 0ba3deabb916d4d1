import type { z } from 'zod'

/**
 * Returns the problem of a value, as text that follows its name: an error map for `safeParse`. A
 * message of the schema takes precedence; undefined leaves the text to zod.
 */
export function zodMessages(issue: z.core.$ZodRawIssue): string | undefined {
  const { code } = issue
  if (code === 'invalid_type') {
    return issue.input === undefined ? 'is missing' : `must be ${kindOf(issue.expected)}`
  }
  if (code === 'invalid_value') return `must be ${oneOf(issue.values)}`
  if (code === 'unrecognized_keys') {
    return `has nothing called ${issue.keys.map((key) => JSON.stringify(key)).join(', ')}`
  }
  if (code === 'too_small') return sizeWords(issue.origin, issue.minimum, 'more')
  if (code === 'too_big') return sizeWords(issue.origin, issue.maximum, 'less')
  return undefined
}

const kinds: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a number',
  object: 'an object',
  record: 'an object',
  string: 'a text',
}

function kindOf(expected: string): string {
  return kinds[expected] ?? `of type ${expected}`
}

function oneOf(values: readonly z.core.util.Primitive[]): string {
  const words = values.map((value) => (typeof value === 'string' ? value : String(value)))
  return words.length === 1 ? (words[0] ?? '') : `one of ${words.join(', ')}`
}

const units: Readonly<Record<string, string>> = { string: ' characters', array: ' entries' }

function sizeWords(origin: string, bound: number | bigint, orWhat: 'more' | 'less'): string {
  const unit = units[origin]
  if (unit === undefined) return `must be ${bound} or ${orWhat}`
  if (bound === 1 && orWhat === 'more') return 'must not be empty'
  return `must have ${bound}${unit} or ${orWhat}`
}
