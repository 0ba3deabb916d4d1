import { withToken } from './address.ts'
import type { Socket } from './client.ts'

/** A WebSocket as browsers have it, and as `ws` and others imitate it. */
export type SocketClass = new (address: string) => Socket

/** Receives an HTTP answer that came in place of a WebSocket; the delay is what the server asks for. */
export type AnswerListener = (status: number, reason: string, retryAfterMs: number) => void

/** An answer as `ws` of Node gives it. */
interface NodeAnswer {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, string | undefined>>
}

/** The part of `ws` that other sockets lack. */
interface NodeSocket {
  on: (type: 'unexpected-response', call: (request: unknown, answer: NodeAnswer) => void) => void
}

/** What tells Node, Deno and Bun from a browser. */
interface NodeGlobals {
  readonly process?: { readonly versions?: { readonly node?: string } }
}

/**
 * Opens a socket. A token becomes a header in Node, Deno and Bun, because proxies record addresses; a
 * browser has no headers for sockets, so that there the token is a part of the address.
 */
export function openSocket(WebSocket: SocketClass, address: string, token?: string): Socket {
  if (token === undefined) return new WebSocket(address)
  const Given = WebSocket as new (...args: unknown[]) => Socket // browsers take no second argument
  if ((globalThis as NodeGlobals).process?.versions?.node !== undefined) {
    try {
      return new Given(address, { headers: { authorization: `Bearer ${token}` } })
    } catch (error) {
      // The socket of a browser (Electron) takes the options for the name of a protocol.
      if ((error as Error).name !== 'SyntaxError') throw error
    }
  }
  return new WebSocket(withToken(address, token))
}

/**
 * Calls back if the server answers the handshake with an HTTP status. `ws` of Node shows the whole
 * answer, Deno the status in the message of an error, browsers nothing.
 */
export function onAnswer(socket: Socket, call: AnswerListener): void {
  socket.addEventListener('error', (event) => {
    const status = /: (\d{3})$/.exec(event?.message ?? '')?.[1]
    if (status !== undefined) call(Number(status), `HTTP ${status}`, 0)
  })
  const { on } = socket as Partial<NodeSocket>
  on?.call(socket, 'unexpected-response', (_request, answer) => {
    const { statusCode, headers } = answer
    const retryAfterMs = 1000 * Number(headers['retry-after'] ?? 0) || 0 // a date is not a number
    // Node reads its own streams as bodies; the types of the web do not know that.
    const problem = new Response(answer as never).json() as Promise<{
      detail: string
    }>
    void problem
      .then(({ detail }) => detail)
      .catch(() => `HTTP ${statusCode}`) // a proxy answers with a page of its own
      .then((reason) => call(statusCode, reason, retryAfterMs))
  })
}
