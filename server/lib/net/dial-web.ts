import { type Dial, maxFrameBytes, type SocketEnd } from './dial.ts'

/** The WebSocket of a runtime whose constructor accepts headers: Deno, Bun and Node. */
export type HeaderSocketClass = new (
  url: string,
  options: { readonly headers: Readonly<Record<string, string>> },
) => WebSocket

const encoder = new TextEncoder()

/**
 * Dials with the runtime's own WebSocket. It cannot report the refusal of a handshake, only its
 * failure, and it cannot drop a socket without a close handshake.
 */
export function createWebDial(Socket: HeaderSocketClass): Dial {
  return (url, headers, handlers) => {
    const socket = new Socket(url, { headers })
    socket.binaryType = 'arraybuffer'
    let opened = false
    let ended = false
    const end = (how: SocketEnd): void => {
      if (ended) return
      ended = true
      handlers.ended(how)
    }
    socket.addEventListener('open', () => {
      opened = true
      handlers.opened()
    })
    socket.addEventListener('message', ({ data }) => {
      const bytes = bytesOf(data)
      if (ended) return
      if (bytes.length <= maxFrameBytes) return handlers.message(bytes)
      socket.close()
      end({ kind: 'closed', code: tooBig, reason: `a frame of more than ${maxFrameBytes} bytes` })
    })
    socket.addEventListener('error', () => undefined) // 'close' always follows
    socket.addEventListener('close', ({ code, reason }) => {
      if (opened) end({ kind: 'closed', code, reason })
      else end({ kind: 'unreachable', cause: new Error('closed before it was open') })
    })
    const close = (): void => {
      if (socket.readyState <= openState) socket.close()
    }
    return {
      send: (bytes) => {
        if (socket.readyState === openState) socket.send(new Uint8Array(bytes))
      },
      close,
      terminate: close,
    }
  }
}

const openState = 1

// RFC 6455, 7.4.1: a message that is too big to process.
const tooBig = 1009

function bytesOf(data: unknown): Uint8Array {
  return data instanceof ArrayBuffer ? new Uint8Array(data) : encoder.encode(String(data))
}
