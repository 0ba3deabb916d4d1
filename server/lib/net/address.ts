/** Returns 4 or 6 for an IP address without a port or brackets, 0 for anything else. */
export function ipVersion(text: string): 0 | 4 | 6 {
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) {
    return text.split('.').every((byte) => Number(byte) <= 255) ? 4 : 0
  }
  // URLs do not contain the zone of a link-local address.
  const [address = ''] = text.split('%', 1)
  return /^[0-9a-f:.]+$/i.test(address) && URL.canParse(`http://[${address}]/`) ? 6 : 0
}

/** Returns true for an address, or a network such as `10.0.0.0/8`. */
export function isNetwork(text: string): boolean {
  const [, address = '', bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? []
  const version = ipVersion(address)
  return version !== 0 && Number(bits ?? 0) <= (version === 4 ? 32 : 128)
}

/** Returns true for an address of this machine. */
export function isLoopbackAddress(address: string): boolean {
  return address === '::1' || (ipVersion(address) === 4 && address.startsWith('127.'))
}

/**
 * Returns the unit of a limit: an IPv4 address, or an IPv6 network of 64 bits, because a client
 * with one address of it has them all.
 */
export function networkOf(address: string): string {
  if (ipVersion(address) !== 6) return address
  const [head = '', tail] = address.toLowerCase().split('%', 1).join('').split('::')
  const groups = head === '' ? [] : head.split(':')
  const last = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : 8 - groups.length - last.length
  const all = [...groups, ...Array.from<string>({ length: Math.max(0, zeros) }).fill('0'), ...last]
  const whole = all.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16))
  return `${whole.join(':')}::/64`
}

/** Returns an address without a port, brackets, or the form that IPv4 takes on an IPv6 socket. */
export function plainAddress(address: string): string {
  const bare =
    /^\[(.+)\](?::\d+)?$/.exec(address)?.[1] ?? /^([\d.]+):\d+$/.exec(address)?.[1] ?? address
  return bare.replace(/^::ffff:(?=\d+\.)/i, '')
}
