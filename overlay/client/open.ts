import { type ClientIo, type ClientOptions, FeedClient, type Socket } from './client.ts'
import type { TicketIssuer } from './ticket-socket.ts'

/**
 * Returns a ticket for one connection to a stream, given the address of the stream; undefined
 * connects without a ticket. A rejection counts as a lost connection, and the next try asks again;
 * a rejection with a `code` that refuses, as `Refused` has, ends the tries.
 */
export type TicketSource = (stream: string) => Promise<string | undefined>

/** A function, or the address of a backend; an empty one means none. */
export type Tickets = TicketSource | string | undefined

type SocketClass = ClientIo['WebSocket']

/** Options of {@link openClient}. */
export interface OpenOptions extends ClientOptions {
  readonly tickets?: Tickets
}

/** Opens a client that gets a ticket for each connection if its room needs one. */
export function openClient(
  address: string,
  io: ClientIo,
  { tickets, ...options }: OpenOptions = {},
): FeedClient {
  const WebSocket = socketsFor(address, tickets, io.WebSocket)
  return new FeedClient(address, { ...io, WebSocket }, options)
}

/** Returns sockets that get a ticket before they open; the given ones if an address needs none. */
export function socketsFor(address: string, tickets: Tickets, WebSocket: SocketClass): SocketClass {
  const needsTicket = tickets || /[?&]token=/.test(address)
  return needsTicket ? ticketSockets(WebSocket, tickets) : WebSocket
}

/**
 * Returns sockets that get a ticket before they open: from a source, or from the relay itself in
 * exchange for the token in their address. No request for a stream contains the token, because
 * proxies record addresses.
 */
export function ticketSockets(WebSocket: SocketClass, tickets?: Tickets): SocketClass {
  const issuer: TicketIssuer = { tickets, WebSocket }
  const open = function (target: string): Socket {
    const opening = load().then(({ openWithTicket }) => openWithTicket(target, issuer))
    return {
      addEventListener: (type: string, listener: (event: never) => void) =>
        void opening.then(
          (socket) => socket.addEventListener(type as 'error', listener as () => void),
          () => type === 'close' && listener({ code: 0, reason: '' } as never), // the network is away
        ),
      close: () => void opening.then((socket) => socket.close(), Boolean),
    }
  }
  return open as unknown as SocketClass // `new` gives what the function returns
}

// Most pages need no ticket.
const load = () => import('./ticket-socket.ts')
