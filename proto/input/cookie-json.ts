import { cookiesInHeader } from './cookie-line.ts'
import type { FoundCookie } from './login-reading.ts'

// Of the known exports, a HAR file nests cookies deepest, and within this limit.
const maxDepth = 12

/**
 * Returns the cookies of an export of a browser extension or tool: a list of cookies, a browser's
 * storage state, an object of names and values, or recorded requests. Undefined if there are none.
 */
export function cookiesInJson(json: unknown): readonly FoundCookie[] | undefined {
  const listed = found(json, 0)
  if (listed.length > 0) return listed
  const pairs = Object.entries(recordOf(json)).filter(
    (pair): pair is [string, string] => typeof pair[1] === 'string',
  )
  return pairs.length === 0 ? undefined : pairs.map(([name, value]) => ({ name, value }))
}

function found(json: unknown, depth: number): readonly FoundCookie[] {
  if (depth > maxDepth || typeof json !== 'object' || json === null) return []
  if (Array.isArray(json)) return json.flatMap((one: unknown) => found(one, depth + 1))
  const one = recordOf(json)
  const { name, value } = one
  if (typeof name === 'string' && typeof value === 'string') {
    return /^cookie$/i.test(name) ? cookiesInHeader(value) : [cookieOf(name, value, one)]
  }
  return Object.entries(one).flatMap(([key, inner]) =>
    /^cookies?$/i.test(key) && typeof inner === 'string'
      ? cookiesInHeader(inner)
      : found(inner, depth + 1),
  )
}

function cookieOf(
  name: string,
  value: string,
  one: Readonly<Record<string, unknown>>,
): FoundCookie {
  const domain = [one['domain'], one['host'], one['Host raw']].find(
    (text) => typeof text === 'string',
  )
  const expires = [one['expirationDate'], one['expires'], one['expiry']].find(
    (time): time is number => typeof time === 'number' && time > 0,
  )
  return {
    name,
    value,
    ...(typeof domain === 'string' ? { domain } : {}),
    ...(expires === undefined ? {} : { expires }),
  }
}

function recordOf(json: unknown): Readonly<Record<string, unknown>> {
  return typeof json === 'object' && json !== null && !Array.isArray(json) ? { ...json } : {}
}
