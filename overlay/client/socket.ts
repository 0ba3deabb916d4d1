import { withToken } from './address.ts'
import type { CloseLike, ErrorLike, Socket } from './client.ts'
import { ticketSockets } from './open.ts'

/** A WebSocket class of a browser, or of `ws` and others with the same interface. */
export type SocketClass = new (address: string) => Socket

/** An HTTP answer in the form of `ws` of Node. */
interface NodeAnswer {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, string | undefined>>
}

/** The part of `ws` that other sockets lack. */
interface NodeSocket {
  on: (type: 'unexpected-response', call: (request: unknown, answer: NodeAnswer) => void) => void
}

/** The globals that distinguish Node, Deno and Bun from a browser. */
interface NodeGlobals {
  readonly process?: { readonly versions?: { readonly node?: string } }
}

/**
 * Returns the sockets of a program. An HTTP answer in place of a WebSocket closes them with its status.
 * A token becomes a header in Node, Deno and Bun; a browser has no headers for sockets, so that there
 * it is exchanged for tickets. No address contains it, because proxies record addresses.
 */
export function programSockets(WebSocket: SocketClass, token?: string): SocketClass {
  const open = token === undefined ? WebSocket : authorized(WebSocket, token)
  return classOf((address) => withAnswer(new open(address)))
}

function authorized(WebSocket: SocketClass, token: string): SocketClass {
  const Given = WebSocket as new (...args: unknown[]) => Socket // browsers take no second argument
  const WithTicket = ticketSockets(WebSocket)
  return classOf((address) => {
    if ((globalThis as NodeGlobals).process?.versions?.node !== undefined) {
      try {
        return new Given(address, { headers: { authorization: `Bearer ${token}` } })
      } catch (error) {
        // The socket of a browser (Electron) interprets the options as the name of a protocol.
        if ((error as Error).name !== 'SyntaxError') throw error
      }
    }
    return new WithTicket(withToken(address, token))
  })
}

function classOf(open: (address: string) => Socket): SocketClass {
  return function (address: string) {
    return open(address)
  } as unknown as SocketClass // `new` gives what the function returns
}

/** Returns a socket that closes with the status of an HTTP answer to its handshake. */
function withAnswer(socket: Socket): Socket {
  let close: ((event: CloseLike) => void) | undefined
  onAnswer(socket, (event) => close?.(event))
  const addEventListener = (type: string, listener: (event: never) => void): void => {
    if (type === 'close') close = listener as typeof close
    if (type !== 'error') socket.addEventListener(type as 'error', listener as () => void)
  }
  return { addEventListener, close: () => socket.close() }
}

/**
 * Calls back if the server answers the handshake with an HTTP status. `ws` of Node has the whole
 * answer, Deno the status in the message of an error, browsers nothing.
 */
function onAnswer(socket: Socket, call: (event: CloseLike) => void): void {
  socket.addEventListener('error', (event?: ErrorLike) => {
    const status = /: (\d{3})$/.exec(event?.message ?? '')?.[1]
    if (status !== undefined) call({ code: Number(status), reason: `HTTP ${status}` })
  })
  const { on } = socket as Partial<NodeSocket>
  on?.call(socket, 'unexpected-response', (_request, answer) => {
    const { statusCode: code, headers } = answer
    const retryAfterMs = 1000 * Number(headers['retry-after'] ?? 0) || 0 // a date is not a number
    // Node accepts its own streams as bodies; the types of the web do not include them.
    const problem = new Response(answer as never).json() as Promise<{
      detail: string
    }>
    void problem
      .then(({ detail }) => detail)
      .catch(() => `HTTP ${code}`) // a proxy has an answer of its own
      .then((reason) => call({ code, reason, retryAfterMs }))
  })
}
