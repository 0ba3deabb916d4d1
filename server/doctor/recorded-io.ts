import type { ConnectorIo } from '../platform/connector.ts'
import { type Network, networkFor } from '../upstream/network.ts'
import type { ShownRequest } from './report.ts'

/** A record of the requests of a connector, without secrets. */
export interface RecordedIo {
  /** Returns the dependencies of one connector call; the signal stops the call. */
  readonly ioFor: (signal: AbortSignal) => ConnectorIo
  readonly seen: Seen
}

/** The facts about requests; never their content. */
export interface Seen {
  requests: readonly ShownRequest[]
  /** True if a request had a cookie of an account. */
  cookie: boolean
  /** The outcome of signing. */
  signing: 'not-asked' | 'done' | 'unsigned'
}

// More than any connector makes.
const mostShown = 50

/** Creates the dependencies of consecutive connector calls, and records their use. */
export function recordIo(network: Network, platform: string, cookie?: string): RecordedIo {
  const seen: Seen = { requests: [], cookie: false, signing: 'not-asked' }
  const { clock, random, fetch, sign } = networkFor(network, platform)
  const note = (request: ShownRequest): void => {
    seen.requests = [...seen.requests, request].slice(-mostShown)
  }
  const io: Omit<ConnectorIo, 'signal'> = {
    now: clock.now,
    random,
    endpoints: network.endpoints[platform] ?? {},
    ...(cookie !== undefined && { cookie }),
    fetch: async (url, init) => {
      const place = targetOf(url)
      if (new Headers(init?.headers).has('cookie')) seen.cookie = true
      try {
        const response = await fetch(url, init)
        note({ ...place, status: response.status })
        return response
      } catch (cause) {
        note(place)
        throw cause
      }
    },
    ...(sign && {
      sign: async (purpose, fields, turn) => {
        seen.signing = 'unsigned'
        const added = await sign(purpose, fields, turn)
        if (Object.keys(added).length > 0) seen.signing = 'done'
        return added
      },
    }),
  }
  return { ioFor: (signal) => ({ ...io, signal }), seen }
}

/** Returns the host and path of an address without its query, which may be signed. */
function targetOf(url: string): Pick<ShownRequest, 'host' | 'path'> {
  const { host, pathname } = new URL(url)
  return { host, path: pathname }
}
