import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Caller } from '../account/caller.ts'
import { type Proxies, peerOf } from '../lib/peer.ts'
import { StoreAway } from '../store/db.ts'
import { refusalOf } from './access.ts'
import { callerOf, type Credentials } from './caller.ts'
import { guard, type GuardOptions } from './guard.ts'
import type { Limits } from './limit.ts'
import { Problem } from './problem.ts'

/** What a handshake is judged by. */
export interface HandshakeParts {
  readonly guard: GuardOptions
  readonly credentials: Credentials
  readonly limits: Limits
  readonly proxies: Proxies
}

/** A handshake that may become a socket. */
export interface Handshake {
  /** What is asked for: a room, or what a named overlay looks like. */
  readonly of: 'room' | 'overlay'
  readonly name: string
  readonly query: URLSearchParams
  readonly caller: Caller
  /** What a browser could not read in a refused handshake: it is said on the open socket. */
  readonly refused: Problem | undefined
}

/**
 * Judges a handshake before it is answered. What it takes of the limits it gives back when its socket
 * closes.
 *
 * @throws Problem if the handshake is to be refused.
 */
export async function judge(
  request: IncomingMessage,
  socket: Duplex,
  parts: HandshakeParts,
): Promise<Handshake> {
  const headers = headersOf(request)
  const { address, secure } = peerOf(request, parts.proxies)
  const foreign = guard(headers, parts.guard, secure)
  if (foreign) throw foreign
  const url = urlOf(request)
  const asked = askedIn(url.pathname)
  if (!asked) throw new Problem('not-found', 'sockets open at /rooms/<id>/stream')
  socket.once('close', parts.limits.enter(address))
  // A browser always names its origin; a cookie from anything else is not the owner's browser.
  if (!headers.has('origin')) headers.delete('cookie')
  const query = url.searchParams
  const tickets = asked.of === 'room'
  const caller = await known({ method: 'GET', headers, query, tickets }, parts.credentials)
  const refused = refusalOf('room', { caller, local: parts.guard.loopback })
  return { ...asked, query, caller, refused }
}

function askedIn(path: string): Pick<Handshake, 'of' | 'name'> | undefined {
  const [, room, overlay] = streams.exec(path) ?? []
  if (overlay !== undefined) return { of: 'overlay', name: decode(overlay) }
  return room === undefined ? undefined : { of: 'room', name: decode(room) }
}

const streams = /^\/(?:rooms\/([^/]+)|api\/overlays\/([^/]+))\/stream$/

/** Answers a handshake with a problem instead of a socket. */
export function refuse(socket: Duplex, problem: Problem): void {
  const body = JSON.stringify({ code: problem.code, detail: problem.message })
  const headers = { ...problem.headers, 'content-length': Buffer.byteLength(body) }
  const lines = [
    `HTTP/1.1 ${problem.status} ${problem.code}`,
    'connection: close',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ]
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`)
}

async function known(...asked: Parameters<typeof callerOf>): Promise<Caller> {
  try {
    return await callerOf(...asked)
  } catch (cause) {
    if (!(cause instanceof StoreAway)) throw cause
    throw new Problem('not-ready', 'the token cannot be checked now', { cause })
  }
}

function headersOf(request: IncomingMessage): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headersDistinct)) {
    for (const one of value ?? []) headers.append(name, one)
  }
  return headers
}

function urlOf({ url = '/' }: IncomingMessage): URL {
  const target = `http://server${url}`
  return URL.canParse(target) ? new URL(target) : new URL('http://server/')
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text // a stray percent sign: not the name of any room, and refused as such
  }
}
