import type { IncomingMessage } from 'node:http'
import { BlockList, isIP } from 'node:net'

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

/** True for what {@link createProxies} understands. */
export function isNetwork(text: string): boolean {
  const [, address = '', bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? []
  const version = isIP(address)
  return version !== 0 && Number(bits ?? 0) <= (version === 4 ? 32 : 128)
}

/**
 * Who sent a request. `X-Forwarded-For` is read from the right, as far as trusted proxies wrote it:
 * whatever a stranger puts there is left of that.
 */
export function peerOf(
  { socket, headers }: Pick<IncomingMessage, 'socket' | 'headers'>,
  proxies: Proxies,
): Peer {
  let address = plain(socket.remoteAddress ?? '')
  if (!isTrusted(address, proxies)) return { address, secure: false }
  const forwarded = String(headers['x-forwarded-for'] ?? '').split(',')
  for (const hop of forwarded.toReversed()) {
    const before = plain(hop.trim())
    if (isIP(before) === 0) break
    address = before
    if (!isTrusted(address, proxies)) break
  }
  const scheme = String(headers['x-forwarded-proto'] ?? '')
    .split(',')
    .at(-1)
  return { address, secure: scheme?.trim().toLowerCase() === 'https' }
}

/** True for an address of this machine. */
export function isLoopbackAddress(address: string): boolean {
  return address === '::1' || (isIP(address) === 4 && address.startsWith('127.'))
}

/**
 * What one limit counts: an IPv4 address, or an IPv6 network of 64 bits, for whoever has one address
 * of it has them all.
 */
export function networkOf(address: string): string {
  if (isIP(address) !== 6) return address
  const [head = '', tail] = address.toLowerCase().split('%', 1).join('').split('::')
  const groups = head === '' ? [] : head.split(':')
  const last = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : 8 - groups.length - last.length
  const all = [...groups, ...Array.from<string>({ length: Math.max(0, zeros) }).fill('0'), ...last]
  const whole = all.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16))
  return `${whole.join(':')}::/64`
}

function isTrusted(address: string, proxies: Proxies): boolean {
  return isIP(address) !== 0 && proxies.check(address, familyOf(address))
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4'
}

/** Without a port, brackets, or the form IPv4 takes on an IPv6 socket. */
function plain(address: string): string {
  const bare =
    /^\[(.+)\](?::\d+)?$/.exec(address)?.[1] ?? /^([\d.]+):\d+$/.exec(address)?.[1] ?? address
  return bare.replace(/^::ffff:(?=\d+\.)/i, '')
}
