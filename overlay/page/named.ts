import { backoffMs } from '../client/backoff.ts'
import type { ClientIo } from '../client/client.ts'
import { type Design, readDesign } from '../design/design.ts'

/** What a page learns of a named overlay. */
export interface NamedListener {
  readonly onDesign: (design: Design) => void
  /** The server has none of that name, or not for us: its words. */
  readonly onRefused: (reason: string) => void
}

/** The page's means; a test has its own. */
export interface NamedIo {
  readonly WebSocket: ClientIo['WebSocket']
  readonly after: (delayMs: number, call: () => void) => void
  readonly random: () => number
}

const refusals = { from: 4_000, to: 4_099 } // close codes that say what a person has to mend
const refusedAgainMs = 15_000

/** The address of what a named overlay looks like. */
export function namedAddress(name: string, token: string | undefined, page: string): string {
  const url = new URL(`/api/overlays/${encodeURIComponent(name)}/stream`, page)
  url.protocol = url.protocol.replace('http', 'ws')
  if (token !== undefined) url.searchParams.set('token', token)
  return url.href
}

/** Follows a named overlay for as long as the page lives: its looks now, and after every change. */
export function followNamed(address: string, listener: NamedListener, io: NamedIo): void {
  let attempt = 0
  const connect = (): void => {
    const socket = new io.WebSocket(address)
    socket.addEventListener('message', ({ data }) => {
      attempt = 0
      const design = designIn(data)
      if (design) listener.onDesign(design)
    })
    socket.addEventListener('close', ({ code, reason }) => {
      const refused = code >= refusals.from && code <= refusals.to
      if (refused) listener.onRefused(reason)
      // Somebody may make it meanwhile; they should not have to reload a source in OBS.
      io.after(refused ? refusedAgainMs : backoffMs(attempt, io.random), connect)
      attempt += 1
    })
  }
  connect()
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
