// RFC 7239 and RFC 9110 §7.6.3; the others are older conventions.
const names: ReadonlySet<string> = new Set(['forwarded', 'via', 'x-real-ip'])
const prefix = 'x-forwarded-'

/**
 * Returns true if a proxy passed a request on: it has a header that clients do not send themselves.
 *
 * @param headerNames - in lower case.
 */
export function isForwarded(headerNames: Iterable<string>): boolean {
  for (const name of headerNames) if (names.has(name) || name.startsWith(prefix)) return true
  return false
}
