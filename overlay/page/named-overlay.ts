import { closeCodes, isRefusal } from '../../proto/feed/index.ts'
import { backoffMs } from '../client/backoff.ts'
import type { ClientIo } from '../client/client.ts'
import { socketsFor } from '../client/open.ts'
import { type Design, readDesign } from '../design/design.ts'
import { awayText } from '../locale/connection.ts'
import { problemText } from '../api/problem.ts'

/** The callbacks for a named overlay. */
export interface NamedListener {
  readonly onDesign: (design: Design) => void
  /**
   * Called if the server refused twice in a row: the overlay does not exist, or needs another
   * token.
   */
  readonly onRefused: (refusal: NamedRefusal) => void
}

/** The reason why the server refuses a named overlay. */
export interface NamedRefusal {
  /** A WebSocket close code. */
  readonly code: number
  /** The server's own text, always English, for operators. */
  readonly reason: string
}

/** The page's functions; a test has its own. */
export interface NamedIo {
  readonly WebSocket: ClientIo['WebSocket']
  readonly after: (delayMs: number, call: () => void) => void
  readonly random: () => number
}

// The first refusal may be temporary, for example while the overlay is being replaced.
const firstRefusalMs = 1_500
const refusedMs = 15_000

/**
 * Returns the stream address of a named overlay. A token in it is never sent as a part of an address:
 * the sockets exchange it for tickets.
 */
export function namedAddress(name: string, token: string | undefined, page: string): string {
  const url = new URL(`/api/overlays/${encodeURIComponent(name)}/stream`, page)
  url.protocol = url.protocol.replace('http', 'ws')
  if (token !== undefined) url.searchParams.set('token', token)
  return url.href
}

/**
 * Follows a named overlay for as long as the page lives: reports its design now and after every
 * change. It also waits for an overlay that does not exist yet, so that no source in OBS has to be
 * reloaded.
 */
export function followNamed(address: string, listener: NamedListener, io: NamedIo): void {
  const WebSocket = socketsFor(address, undefined, io.WebSocket)
  let attempt = 0
  let refusals = 0 // in a row
  const connect = (): void => {
    const socket = new WebSocket(address)
    socket.addEventListener('message', ({ data }) => {
      attempt = 0
      refusals = 0
      const design = designIn(data)
      if (design) listener.onDesign(design)
    })
    socket.addEventListener('close', ({ code, reason }) => {
      refusals = isRefusal(code) ? refusals + 1 : 0
      if (refusals > 1) listener.onRefused({ code, reason })
      io.after(waitMs(), connect)
      attempt += 1
    })
  }
  const waitMs = (): number => {
    if (refusals === 0) return backoffMs(attempt, io.random)
    return refusals === 1 ? firstRefusalMs : refusedMs
  }
  connect()
}

/** Returns the reason why the server refuses a named overlay, in a language (BCP 47). */
export function namedRefusalText({ code, reason }: NamedRefusal, language: string): string {
  return code === closeCodes.noSuchRoom
    ? problemText({ status: 404, code: 'no-such-overlay' }, language)
    : awayText({ kind: 'refused', code, reason }, language)
}

function designIn(data: unknown): Design | undefined {
  try {
    const message: unknown = JSON.parse(String(data))
    if (typeof message !== 'object' || message === null || !('design' in message)) return undefined
    return readDesign(message.design)
  } catch {
    return undefined // not one of our messages
  }
}
