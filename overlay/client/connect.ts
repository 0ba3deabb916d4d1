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

/** Options of {@link connect}: the events that are wanted of a room, and how to get them. */
export interface ConnectOptions<T extends EventType | 'raw' = EventType | 'raw'> {
  /** Only these, chosen by the server. All but `raw` unless given. */
  readonly types?: readonly T[]
  /** Begin with so many events from before, up to 100. */
  readonly last?: number
  /** Go on after this position: `<epoch>:<seq>`, as `feed.position` and arrivals have it. */
  readonly since?: string | Position
  /**
   * For a room that is not open to everybody. It is sent as a header: of the stream in Node, Deno and
   * Bun, of a request for a ticket before each connection in a browser.
   */
  readonly token?: string
  /** Is asked for a ticket before each connection: what a page has that holds no token. */
  readonly ticket?: TicketSource
  /**
   * Share one connection with everybody on this page who asks for the same. A feed that joins one
   * begins then, so `last` and `since` need a connection of their own.
   */
  readonly shared?: boolean
  /** How many events may wait for a slow `for await`; 1000 unless given. */
  readonly buffer?: number
  /** Where the runtime has none of its own: `ws` in Node before 22. */
  readonly WebSocket?: SocketClass
}

/**
 * Follows a room. `types` narrows the type of the events as well.
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
  if (token !== undefined && ticket) throw new TypeError('a token and a ticket: name one of them')
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
  // Who came back from a pause is elsewhere than the others.
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
