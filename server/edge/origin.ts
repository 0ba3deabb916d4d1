import type { Clock } from '../lib/time/clock.ts'
import type { Dial } from '../lib/net/dial.ts'
import { inflateWeb } from '../lib/bytes/inflate-web.ts'
import { utf8 } from '../lib/bytes/utf8.ts'
import type { Fetch } from '../platform/connector.ts'
import { createConnectLimiter } from '../upstream/connect-limiter.ts'
import type { Network } from '../upstream/network.ts'

/** The relay whose rooms an edge has. */
export interface Origin {
  /** The address as http or https, without a slash at the end. */
  readonly base: string
  /** The token that the origin gave to the edge. */
  readonly token?: string
  /**
   * Rooms that every client of the edge may read, though the origin requires the token for them.
   */
  readonly shown: ReadonlySet<string>
}

/** The dependencies of the network to the origin. */
export interface OriginNetworkParts {
  readonly origin: Origin
  readonly local: boolean
  readonly dial: Dial
  readonly fetch: Fetch
  readonly clock: Clock
  readonly onReconnect: () => void
}

// The origin is ours: after its restart every room must be available again within seconds.
const budget = { perSecond: 100, burst: 200, perKey: 20, maxWaiting: 10_000 } as const

/**
 * Returns the network of each room. The token is sent for named rooms, or for all rooms if only
 * this machine reads; otherwise an edge gives a client only what the origin gives it without a
 * token.
 */
export function createOriginNetwork(parts: OriginNetworkParts): (room: string) => Network {
  const { origin, local, dial, fetch, clock } = parts
  const { base, token, shown } = origin
  const shared = {
    clock,
    fetch,
    random: Math.random,
    dial: counted(dial, parts.onReconnect),
    budget: createConnectLimiter({ clock, ...budget }),
    tools: { inflate: inflateWeb, utf8, mask: noMask },
  }
  return (room) => {
    const usesToken = token !== undefined && (local || shown.has(room))
    const credential = usesToken ? { authorization: `Bearer ${token}` } : {}
    return {
      ...shared,
      endpoints: { feed: { [room]: `${base}/rooms/${room}` } },
      sign: () => Promise.resolve(credential),
    }
  }
}

function counted(dial: Dial, onDial: () => void): Dial {
  return (...to) => {
    onDial()
    return dial(...to)
  }
}

function noMask(): never {
  throw new TypeError('the users of a feed are masked already')
}
