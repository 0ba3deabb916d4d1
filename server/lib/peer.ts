import type { IncomingMessage } from 'node:http'
import { BlockList } from 'node:net'
import { ipVersion, plainAddress } from './address.ts'

/** Who is at the other end of a connection. */
export interface Peer {
  /** IPv4 or IPv6, without a port. */
  readonly address: string
  /** True if they came by TLS: as the proxy before us says, for we speak plain HTTP. */
  readonly secure: boolean
}

/** Proxies whose word about who is behind them is taken. */
export type Proxies = Pick<BlockList, 'check'>

/** The proxies of a list of addresses and of networks such as `10.0.0.0/8`. */
export function createProxies(networks: readonly string[]): Proxies {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', bits] = network.split('/')
    if (bits === undefined) list.addAddress(address, familyOf(address))
    else list.addSubnet(address, Number(bits), familyOf(address))
  }
  return list
}

/**
 * Who sent a request. `X-Forwarded-For` is read from the right, as far as trusted proxies wrote it:
 * whatever a stranger puts there is left of that.
 */
export function peerOf(
  { socket, headers }: Pick<IncomingMessage, 'socket' | 'headers'>,
  proxies: Proxies,
): Peer {
  let address = plainAddress(socket.remoteAddress ?? '')
  if (!isTrusted(address, proxies)) return { address, secure: false }
  const forwarded = String(headers['x-forwarded-for'] ?? '').split(',')
  for (const hop of forwarded.toReversed()) {
    const before = plainAddress(hop.trim())
    if (ipVersion(before) === 0) break
    address = before
    if (!isTrusted(address, proxies)) break
  }
  const scheme = String(headers['x-forwarded-proto'] ?? '')
    .split(',')
    .at(-1)
  return { address, secure: scheme?.trim().toLowerCase() === 'https' }
}

function isTrusted(address: string, proxies: Proxies): boolean {
  return ipVersion(address) !== 0 && proxies.check(address, familyOf(address))
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return ipVersion(address) === 6 ? 'ipv6' : 'ipv4'
}
