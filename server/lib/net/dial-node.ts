import type { Agent, IncomingMessage } from 'node:http'
import { WebSocket } from 'ws'
import {
  type Dial,
  maxFrameBytes,
  type ClientSocket,
  type SocketEnd,
  type SocketHandlers,
} from './dial.ts'

const handshakeTimeout = 10_000

// RFC 6455, 7.4.1: done, without an error.
const normal = 1000

/** Dials with the `ws` package, whose sockets answer pings by themselves. */
export const dialNode: Dial = createDial()

/** Creates a dial function. @param agent - makes the connections; without one they are direct. */
export function createDial(agent?: Agent): Dial {
  const options = {
    maxPayload: maxFrameBytes,
    handshakeTimeout,
    perMessageDeflate: false,
    ...(agent && { agent }),
  }
  return (url, headers, handlers) => follow(new WebSocket(url, { ...options, headers }), handlers)
}

function follow(socket: WebSocket, handlers: SocketHandlers): ClientSocket {
  let ended = false
  let problem: Error | undefined
  const end = (how: SocketEnd): void => {
    if (ended) return
    ended = true
    handlers.ended(how)
  }
  let opened = false
  socket.on('open', () => {
    opened = true
    handlers.opened()
  })
  // `binaryType` is left at its default: one Buffer a frame.
  socket.on('message', (data) => handlers.message(data as Buffer))
  socket.on('unexpected-response', (_, response) => {
    end(rejection(response))
    socket.terminate()
  })
  socket.on('error', (error) => {
    problem = error // 'close' always follows
    // After bytes that are no frame, `ws` would wait half a minute for a close frame.
    if (opened) socket.terminate()
  })
  socket.on('close', (code, reason) => {
    if (opened) end({ kind: 'closed', code, reason: problem?.message ?? reason.toString() })
    else end({ kind: 'unreachable', cause: problem ?? new Error('closed before it was open') })
  })
  return {
    send: (bytes) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(bytes)
    },
    close: () => socket.close(normal),
    terminate: () => socket.terminate(),
  }
}

function rejection({ statusCode = 0, headers }: IncomingMessage): SocketEnd {
  const single = Object.entries(headers).map(([name, value]) => [name, String(value)])
  return { kind: 'rejected', status: statusCode, headers: Object.fromEntries(single) }
}
