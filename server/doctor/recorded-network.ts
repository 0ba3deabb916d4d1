import { type Network, networkFor } from '../upstream/network.ts'
import type { ShownRequest } from './report.ts'

/** A network that records the requests of a connector, without secrets. */
export interface RecordedNetwork {
  readonly network: Network
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

/** Returns the network of a platform without additional requests of a session, and its record. */
export function recordNetwork(shared: Network, platform: string): RecordedNetwork {
  const seen: Seen = { requests: [], cookie: false, signing: 'not-asked' }
  const { riskPause: _, joinBatch: _joinBatch, ...network } = networkFor(shared, platform)
  const { fetch, sign } = network
  const note = (request: ShownRequest): void => {
    seen.requests = [...seen.requests, request].slice(-mostShown)
  }
  return {
    seen,
    network: {
      ...network,
      fetch: async (url, init) => {
        const target = targetOf(url)
        if (new Headers(init?.headers).has('cookie')) seen.cookie = true
        try {
          const response = await fetch(url, init)
          note({ ...target, status: response.status })
          return response
        } catch (cause) {
          note(target)
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
    },
  }
}

/** Returns the host and path of an address without its query, which may be signed. */
function targetOf(url: string): Pick<ShownRequest, 'host' | 'path'> {
  const { host, pathname } = new URL(url)
  return { host, path: pathname }
}
