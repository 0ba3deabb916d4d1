import { closeCodes } from '../../proto/feed/index.ts'
import type { ClientIo, CloseLike, MessageLike, Socket } from './client.ts'
import type { Tickets } from './open.ts'

/** The party that issues the tickets of one client. */
export interface TicketIssuer {
  /** The relay of the stream itself, for the token in its address, if there is none. */
  readonly tickets: Tickets
  readonly WebSocket: ClientIo['WebSocket']
  /** True if the last ticket was refused. */
  isRefused?: boolean
}

/** The timeout for an address that does not answer, milliseconds. */
const timeoutMs = 10_000

/**
 * Gets a ticket and opens a stream with it; a token is removed from the address. The first refused
 * ticket counts as a lost connection: it came too late, or the server restarted. Without a ticket
 * the result is a closed socket, with the code that shows if a new attempt may help.
 */
export async function openWithTicket(address: string, issuer: TicketIssuer): Promise<Socket> {
  const url = new URL(address)
  const token = url.searchParams.get('token') ?? ''
  url.searchParams.delete('token')
  try {
    const ticket = await ticketFor(`${url.origin}${url.pathname}`, token, issuer.tickets)
    if (ticket !== undefined) url.searchParams.set('ticket', ticket)
  } catch (error) {
    return closedSocket(error)
  }
  return openSocket(url.href, issuer)
}

function openSocket(address: string, issuer: TicketIssuer): Socket {
  const socket = new issuer.WebSocket(address)
  const received = (listener: Listener) => (event: MessageLike) => {
    issuer.isRefused = false
    listener(event as never)
  }
  const closed = (listener: Listener) => (event: CloseLike) => {
    const isFirst = event.code === closeCodes.notAllowed && !issuer.isRefused
    if (event.code === closeCodes.notAllowed) issuer.isRefused = true
    listener((isFirst ? { code: 0, reason: event.reason } : event) as never)
  }
  return {
    addEventListener: (type: string, listener: Listener) => {
      if (type === 'message') socket.addEventListener(type, received(listener))
      else if (type === 'close') socket.addEventListener(type, closed(listener))
      else socket.addEventListener('error', listener as () => void)
    },
    close: () => socket.close(),
  }
}

type Listener = (event: never) => void

/** Returns a socket that never opened; it closes with the `code` of an error, or 0. */
function closedSocket(error: unknown): Socket {
  const failure = Object(error) as Partial<TicketRefused>
  const { code, message = String(error), retryAfterMs = 0 } = failure
  const event = { code: Number(code) >= 400 ? Number(code) : 0, reason: message, retryAfterMs }
  return {
    addEventListener: (type: string, listener: Listener) => {
      if (type === 'close') listener(event as never)
    },
    close: () => undefined,
  }
}

/** The error of a party that issues no ticket. */
class TicketRefused extends Error {
  readonly code: number
  readonly retryAfterMs: number

  constructor({ status, headers }: Response, detail: string) {
    super(detail)
    this.code = closeCodeOf[status] ?? status
    this.retryAfterMs = 1000 * Number(headers.get('retry-after') ?? 0) || 0 // a date is not a number
  }
}

const closeCodeOf: Readonly<Record<number, number>> = {
  400: closeCodes.badRequest,
  401: closeCodes.notAllowed,
  403: closeCodes.notAllowed,
  404: closeCodes.noSuchRoom,
}

function ticketFor(stream: string, token: string, tickets: Tickets): Promise<string | undefined> {
  if (typeof tickets === 'function') return tickets(stream)
  return tickets ? requestTicket(tickets) : requestTicket(routeOf(stream), token)
}

/** Requests a ticket; resolves to undefined if a token grants none, as for a public room. */
async function requestTicket(address: string, token?: string): Promise<string | undefined> {
  const response = await fetch(address, {
    method: 'POST',
    // The relay refuses a token beside the cookie of a login: it is one caller or the other.
    ...(token !== undefined && {
      headers: { authorization: `Bearer ${token}` },
      credentials: 'omit',
    }),
    signal: AbortSignal.timeout(timeoutMs),
  })
  const { status, ok } = response
  if (status === 403 && token !== undefined) return undefined
  const body = (await response.json().catch(() => undefined)) as Answer | undefined // checked below
  if (ok && typeof body?.ticket === 'string') return body.ticket
  const { detail = `${address} answered ${status}, without a ticket` } = body ?? {}
  throw new TicketRefused(response, detail)
}

/** Returns the ticket route of a room's or an overlay's stream. */
function routeOf(stream: string): string {
  return stream
    .replace(/^ws/, 'http')
    .replace(/(?:\/api)?(\/(?:rooms|overlays)\/[^/]+)\/stream$/, '/api$1/tickets')
}

/** An answer with a ticket, or a problem of RFC 9457. */
interface Answer {
  readonly ticket?: unknown
  readonly detail?: string
}
