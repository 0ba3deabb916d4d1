import type { LimitConfig } from '../../config/limits.ts'
import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { networkOf, plainAddress } from '../../lib/net/address.ts'

/** Limits on the number of TCP connections, whatever is sent on them. */
export type ConnectionLimits = Pick<LimitConfig, 'maxConnections' | 'maxConnectionsPerAddress'>

/** Dependencies of {@link limitConnections}. */
export interface ConnectionLimitParts {
  /** Returns true for an address that many users may share: a trusted proxy, or this machine. */
  readonly isExempt: (address: string) => boolean
  /** Receives the exceeded limit for each connection that was closed unread. */
  readonly onRefused: (limit: 'all' | 'address') => void
}

/**
 * Closes connections beyond the limits at once. A connection costs a file descriptor and memory
 * before HTTP begins, and limits of HTTP do not count connections without a request.
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
