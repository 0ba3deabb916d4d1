import {
  type EventType,
  type FeedEvent,
  formatPosition,
  type Position,
} from '../../proto/feed/index.ts'
import { streamAddress, withToken } from './address.ts'
import { Feed } from './feed.ts'
import { openClient, type TicketSource } from './open.ts'
import { pageClients } from './page.ts'
import type { Lease } from './pool.ts'
import { createRuntime } from './runtime.ts'
import { programSockets, type SocketClass } from './socket.ts'

/** Options of {@link connect}: the selected events of a room, and the way to get them. */
export interface ConnectOptions<T extends EventType | 'raw' = EventType | 'raw'> {
  /** The selected types, filtered by the server; by default all but `raw`. */
  readonly types?: readonly T[]
  /** The number of earlier events to start with, up to 100. */
  readonly last?: number
  /** The position to resume after: `<epoch>:<seq>`, as in `feed.position` and arrivals. */
  readonly since?: string | Position
  /**
   * The token of a room that is not public. It is sent as a header: of the stream in Node, Deno and
   * Bun, of a request for a ticket before each connection in a browser.
   */
  readonly token?: string
  /** A source of tickets, called before each connection: for pages, which hold no token. */
  readonly ticket?: TicketSource
  /**
   * Shares one connection with all feeds of this page with the same address. A feed that joins one
   * starts at that time, so `last` and `since` need a connection of their own.
   */
  readonly shared?: boolean
  /** The number of events that may wait for a slow `for await`; default 1000. */
  readonly buffer?: number
  /** The WebSocket class of a runtime without one: `ws` in Node before 22. */
  readonly WebSocket?: SocketClass
}

/**
 * Opens a feed of a room. `types` narrows the type of the events as well.
 *
 * @param src - `http(s)://…/rooms/<id>/stream`, or the same with ws; in a page also relative to it.
 * @throws TypeError if the address is not that of a feed, if options contradict each other, or if the
 * runtime has no WebSocket.
 */
export function connect<const T extends EventType | 'raw' = EventType>(
  src: string,
  options: ConnectOptions<T> = {},
): Feed<Extract<FeedEvent, { readonly type: T }>> {
  const { shared = false, buffer = 1000, last, since, token, ticket } = options
  if (shared && (last !== undefined || since !== undefined)) {
    throw new TypeError('a shared feed begins now: last and since need one of their own')
  }
  if (token !== undefined && ticket) throw new TypeError('give a token or a ticket')
  const address = addressOf(src, options)
  const runtime = createRuntime(options.WebSocket)
  const own = (position?: string): Lease => {
    const url = new URL(address)
    if (position !== undefined) url.searchParams.set('since', position)
    // A client that resumes after a pause was in the room before.
    const retryMissingRoom = position !== undefined
    const WebSocket = programSockets(runtime.WebSocket, token)
    const io = { ...runtime, WebSocket }
    const client = openClient(url.href, io, { tickets: ticket, retryMissingRoom })
    return { client, release: () => client.close() }
  }
  // A feed that resumes after a pause has another position than the others.
  const open = (position?: string): Lease =>
    shared && position === undefined
      ? pageClients.lease(withToken(address, token), ticket)
      : own(position)
  return new Feed({ open, buffer, address: address.replace(/\?.*/, '') })
}

function addressOf(src: string, { types, last, since }: ConnectOptions): string {
  const url = new URL(streamAddress(src, globalThis.location?.href))
  const wanted = {
    types: types?.join(','),
    last,
    since: typeof since === 'object' ? formatPosition(since) : since,
  }
  for (const [name, value] of Object.entries(wanted)) {
    if (value !== undefined) url.searchParams.set(name, String(value))
  }
  return url.href
}
