import { closeCodes, isRefusal } from '../../proto/feed/index.ts'
import { backoffMs } from '../client/backoff.ts'
import type { ClientIo } from '../client/client.ts'
import { type Design, readDesign } from '../design/design.ts'
import { awayText } from '../locale/connection/index.ts'
import { problemText } from './problem.ts'

/** What a page learns of a named overlay. */
export interface NamedListener {
  readonly onDesign: (design: Design) => void
  /** The server said twice in a row that there is none of that name, or not for us. */
  readonly onRefused: (refusal: NamedRefusal) => void
}

/** Why there is no such overlay. */
export interface NamedRefusal {
  /** A close code. */
  readonly code: number
  /** In the server's words: English, for who looks into it. */
  readonly reason: string
}

/** The page's means; a test has its own. */
export interface NamedIo {
  readonly WebSocket: ClientIo['WebSocket']
  readonly after: (delayMs: number, call: () => void) => void
  readonly random: () => number
}

// What is refused once may be refused by mistake, in the middle of a change.
const doubtedMs = 1_500
const refusedMs = 15_000

/** The address of what a named overlay looks like. */
export function namedAddress(name: string, token: string | undefined, page: string): string {
  const url = new URL(`/api/overlays/${encodeURIComponent(name)}/stream`, page)
  url.protocol = url.protocol.replace('http', 'ws')
  if (token !== undefined) url.searchParams.set('token', token)
  return url.href
}

/**
 * Follows a named overlay for as long as the page lives: its looks now, and after every change.
 * Somebody may make one that there is not: nobody should have to reload a source in OBS.
 */
export function followNamed(address: string, listener: NamedListener, io: NamedIo): void {
  let attempt = 0
  let refusals = 0 // in a row
  const connect = (): void => {
    const socket = new io.WebSocket(address)
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
    return refusals === 1 ? doubtedMs : refusedMs
  }
  connect()
}

/** Returns why there is no such overlay, in a language (BCP 47). */
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
    return undefined // no message of ours
  }
}
