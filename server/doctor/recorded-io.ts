import type { ConnectorIo } from '../platform/connector.ts'
import { type Network, networkFor } from '../upstream/network.ts'
import type { ShownRequest } from './report.ts'

/** What a connector did on its way, as far as it may be known. */
export interface RecordedIo {
  /** For one call of the connector, which the signal may stop. */
  readonly ioFor: (signal: AbortSignal) => ConnectorIo
  readonly seen: Seen
}

/** Facts about requests; never what was in them. */
export interface Seen {
  requests: readonly ShownRequest[]
  /** Whether a request was made as somebody the site knows. */
  cookie: boolean
  /** Whether something was to be signed, and whether it was. */
  signing: 'not-asked' | 'done' | 'nobody'
}

// More than any connector makes.
const mostShown = 50

/** Outside help for one connector call after the other, with an eye on it. */
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
      const place = placeOf(url)
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
        seen.signing = 'nobody'
        const added = await sign(purpose, fields, turn)
        if (Object.keys(added).length > 0) seen.signing = 'done'
        return added
      },
    }),
  }
  return { ioFor: (signal) => ({ ...io, signal }), seen }
}

/** A signed address without its signature. */
function placeOf(url: string): Pick<ShownRequest, 'host' | 'path'> {
  const { host, pathname } = new URL(url)
  return { host, path: pathname }
}
