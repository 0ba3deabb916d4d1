import ipaddr from 'ipaddr.js'

/** A network: its address, and the number of bits that its members share. */
export type Network = readonly [address: ipaddr.IPv4 | ipaddr.IPv6, bits: number]

/** Returns an address, or a network such as `10.0.0.0/8`; undefined for anything else. */
export function parseNetwork(text: string): Network | undefined {
  if (ipaddr.IPv4.isValidCIDRFourPartDecimal(text) || ipaddr.IPv6.isValidCIDR(text)) {
    return ipaddr.parseCIDR(text)
  }
  const address = parse(text)
  return address && [address, address.kind() === 'ipv4' ? 32 : 128]
}

/** Returns true for an IP address without a port or brackets. */
export function isAddress(text: string): boolean {
  return parse(text) !== undefined
}

/** Returns true if an address belongs to one of these networks. */
export function isIn(networks: readonly Network[], text: string): boolean {
  const address = parse(text)
  return networks.some(([network, bits]) => {
    return network.kind() === address?.kind() && address.match(network, bits)
  })
}

/** Returns true for an address of this machine. */
export function isLoopbackAddress(text: string): boolean {
  return parse(text)?.range() === 'loopback'
}

/**
 * Returns the unit of a limit: an IPv4 address, or an IPv6 network of 64 bits, because a client
 * with one address of it has them all.
 */
export function networkOf(text: string): string {
  const address = parse(text)
  if (!address || !('parts' in address)) return text
  const network = address.parts.slice(0, 4).map((part) => part.toString(16))
  return `${network.join(':')}::/64`
}

/** Returns an address without a port, brackets, or the form that IPv4 takes on an IPv6 socket. */
export function plainAddress(text: string): string {
  const bare = /^\[(.+)\](?::\d+)?$/.exec(text)?.[1] ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text
  return parse(bare)?.toString() ?? bare
}

function parse(text: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  // Programs disagree about IPv4 addresses in short or octal forms, such as 10.1 or 010.0.0.1.
  const valid = ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text)
  return valid ? ipaddr.process(text) : undefined
}
