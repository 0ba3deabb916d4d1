const hostPattern = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i

/** The hosts that sockets may have. */
export interface SocketPlace {
  /** The domains of the site, with their subdomains. */
  readonly domains: readonly string[]
  /** The base URL of the interface that lists the hosts. */
  readonly base: string
}

/**
 * Returns true for a host of the site, and for the host of a plain test interface. Another host
 * must not be dialed: the author of the answer could misuse the server to reach it.
 */
export function isOwnHost(host: string, { domains, base }: SocketPlace): boolean {
  if (!hostPattern.test(host)) return false
  const name = host.toLowerCase()
  const isOurs = domains.some((domain) => name === domain || name.endsWith(`.${domain}`))
  return isOurs || (isPlain(base) && name === new URL(base).hostname)
}

/** Returns true for an interface without encryption, as in tests, whose sockets are plain too. */
export function isPlain(base: string): boolean {
  return base.startsWith('http:')
}
