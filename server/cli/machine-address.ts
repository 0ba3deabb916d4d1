import type { networkInterfaces } from 'node:os'

/** Returns the IPv4 addresses at which other machines may reach this one. */
export function machineAddresses(
  interfaces: ReturnType<typeof networkInterfaces>,
): readonly string[] {
  return Object.values(interfaces)
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal, address }) => {
      const isLinkLocal = address.startsWith('169.254.')
      return family === 'IPv4' && !internal && !isLinkLocal
    })
    .map(({ address }) => address)
}
