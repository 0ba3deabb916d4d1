const hostPattern = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i

/** Where sockets may be. */
export interface SocketPlace {
  /** Domains of the site; their hosts, and those below them. */
  readonly domains: readonly string[]
  /** The interface that names the hosts. */
  readonly base: string
}

/**
 * Whether the site may send us to a host: one of its own, or that which its interface is on where
 * the operator put another in its place. Anything else would be dialed for whoever wrote the answer.
 */
export function isOwnHost(host: string, { domains, base }: SocketPlace): boolean {
  if (!hostPattern.test(host)) return false
  const name = host.toLowerCase()
  const isOurs = domains.some((domain) => name === domain || name.endsWith(`.${domain}`))
  return isOurs || (isPlain(base) && name === new URL(base).hostname)
}

/** Whether an interface is asked without encryption, as tests do: then sockets have none either. */
export function isPlain(base: string): boolean {
  return base.startsWith('http:')
}
