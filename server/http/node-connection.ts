import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Peer } from '../lib/peer.ts'
import type { Connection } from './connection.ts'

/** Makes connections of Node's requests; it knows which sockets carry a stream. */
export function createConnections(): (
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  peer: Peer,
) => Connection {
  const streaming = new WeakSet<Socket>()
  return (incoming, outgoing, peer) => {
    const { socket } = incoming
    return {
      ...peer,
      onEnd: whenEnded(socket, outgoing),
      cut: () => void socket.destroy(),
      isStreaming: () => streaming.has(socket),
      startStream: () => {
        streaming.add(socket)
        return () => void streaming.delete(socket)
      },
    }
  }
}

/**
 * An answer that waits behind another one on its socket has no socket yet, and never hears of its
 * end: both are listened to.
 */
function whenEnded(socket: Socket, outgoing: ServerResponse): Connection['onEnd'] {
  const calls: (() => void)[] = []
  const end = (): void => {
    socket.off('close', end)
    outgoing.off('close', end)
    for (const call of calls.splice(0)) call()
  }
  return (call) => {
    if (socket.destroyed || outgoing.closed) return call()
    if (calls.length === 0) {
      socket.once('close', end)
      outgoing.once('close', end)
    }
    calls.push(call)
  }
}
