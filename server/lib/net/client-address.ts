import type { IncomingMessage } from 'node:http'
import { isAddress, isIn, type Network, parseNetwork, plainAddress } from './address.ts'

/** The client at the other end of a connection. */
export interface ClientAddress {
  /** IPv4 or IPv6, without a port. */
  readonly address: string
  /**
   * True if the request came over TLS: by the report of the proxy, because this server speaks plain
   * HTTP.
   */
  readonly secure: boolean
  /** True if the request comes from a program on this machine and passed no proxy. */
  readonly local: boolean
}

/** Trusted proxies, whose headers about the client are accepted. */
export type Proxies = readonly Network[]

/** The settings by which a server identifies its peers. */
export interface PeerOptions {
  readonly proxies: Proxies
  /** True if the server listens on this machine only, and no setting names a proxy. */
  readonly local: boolean
  /** The host name of the public address if that is https; requests under it came over TLS. */
  readonly httpsHostName?: string | undefined
}

/** Returns the proxies of a list of addresses and of networks such as `10.0.0.0/8`. */
export function createProxies(networks: readonly string[]): Proxies {
  return networks.flatMap((text) => {
    const network = parseNetwork(text)
    return network ? [network] : []
  })
}

/**
 * Returns the sender of a request. `X-Forwarded-For` is read from the right, as far as trusted
 * proxies wrote it; values that a client wrote are further left.
 */
export function clientAddress(
  { socket, headers }: Pick<IncomingMessage, 'socket' | 'headers'>,
  { proxies, local: onlyLocal, httpsHostName }: PeerOptions,
): ClientAddress {
  const nearest = plainAddress(socket.remoteAddress ?? '')
  const local = onlyLocal && !isForwarded(Object.keys(headers))
  const secure = httpsHostName !== undefined && nameOf(headers.host ?? '') === httpsHostName
  if (!isTrusted(nearest, proxies)) return { address: nearest, secure, local }
  const scheme = String(headers['x-forwarded-proto'] ?? '')
    .split(',')
    .at(-1)
  return {
    address: clientOf(nearest, String(headers['x-forwarded-for'] ?? ''), proxies),
    secure: secure || scheme?.trim().toLowerCase() === 'https',
    local,
  }
}

/** Returns true if the remote address of a socket is one of these proxies. */
export function isTrusted(remoteAddress: string | undefined, proxies: Proxies): boolean {
  return isIn(proxies, plainAddress(remoteAddress ?? ''))
}

// RFC 7239 and RFC 9110 §7.6.3; the others are older conventions.
const proxyHeaders: ReadonlySet<string> = new Set(['forwarded', 'via', 'x-real-ip'])

/**
 * Returns true if a proxy passed a request on: it has a header that clients do not send themselves.
 *
 * @param headerNames - in lower case.
 */
export function isForwarded(headerNames: Iterable<string>): boolean {
  for (const name of headerNames) {
    if (proxyHeaders.has(name) || name.startsWith('x-forwarded-')) return true
  }
  return false
}

function clientOf(nearest: string, forwardedFor: string, proxies: Proxies): string {
  let address = nearest
  for (const hop of forwardedFor.split(',').toReversed()) {
    const before = plainAddress(hop.trim())
    if (!isAddress(before)) break
    address = before
    if (!isTrusted(address, proxies)) break
  }
  return address
}

function nameOf(host: string): string {
  return host.replace(/:\d+$/, '').toLowerCase()
}
