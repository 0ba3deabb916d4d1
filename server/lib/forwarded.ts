// RFC 7239 and RFC 9110 §7.6.3; the rest were usual before them.
const names: ReadonlySet<string> = new Set(['forwarded', 'via', 'x-real-ip'])
const prefix = 'x-forwarded-'

/**
 * True if a proxy passed a request on: a header has a name that clients do not send by themselves.
 *
 * @param headerNames - in lower case.
 */
export function isForwarded(headerNames: Iterable<string>): boolean {
  for (const name of headerNames) if (names.has(name) || name.startsWith(prefix)) return true
  return false
}
