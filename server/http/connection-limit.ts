import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { networkOf, plainAddress } from '../lib/address.ts'

/** How many connections a server takes, whatever is said on them. */
export interface ConnectionLimits {
  readonly maxConnections: number
  /** From one address (IPv6: one network of 64 bits). */
  readonly maxConnectionsPerAddress: number
}

/** What limiting connections takes. */
export interface ConnectionLimitParts {
  /** True for an address that many people may share: a proxy of ours, or this machine. */
  readonly isExempt: (address: string) => boolean
  /** Is told of each connection that was closed before a byte of it was read. */
  readonly onRefused: (limit: 'all' | 'address') => void
}

/**
 * Closes connections beyond the limits at once. A connection costs a file descriptor and memory
 * before HTTP begins, and no limit of HTTP counts those that say nothing.
 */
export function limitConnections(
  server: Server,
  { maxConnections, maxConnectionsPerAddress }: ConnectionLimits,
  { isExempt, onRefused }: ConnectionLimitParts,
): void {
  const open = new Map<string, number>()
  const count = (key: string, change: 1 | -1): number => {
    const now = (open.get(key) ?? 0) + change
    if (now > 0) open.set(key, now)
    else open.delete(key)
    return now
  }
  server.maxConnections = maxConnections
  server.on('drop', () => onRefused('all'))
  server.prependListener('connection', (socket: Socket) => {
    const address = plainAddress(socket.remoteAddress ?? '')
    if (isExempt(address)) return
    const key = networkOf(address)
    socket.once('close', () => count(key, -1))
    if (count(key, 1) <= maxConnectionsPerAddress) return
    onRefused('address')
    socket.resetAndDestroy()
  })
}
