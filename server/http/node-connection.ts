import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { ClientAddress } from '../lib/net/client-address.ts'
import type { Connection } from './connection.ts'

/** Returns a factory of connections for Node's requests; it records which sockets carry a stream. */
export function createConnections(): (
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  peer: ClientAddress,
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
 * Returns a function that registers a callback for the end of an answer. It listens to the answer and
 * to the socket: an answer that waits behind another one on the socket gets no event of its end.
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
