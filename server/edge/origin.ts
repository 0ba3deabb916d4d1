import type { Clock } from '../lib/time/clock.ts'
import type { Dial } from '../lib/net/dial.ts'
import { inflateWeb } from '../lib/bytes/inflate-web.ts'
import { utf8 } from '../lib/bytes/utf8.ts'
import type { Fetch } from '../platform/connector.ts'
import { createConnectLimiter } from '../upstream/connect-limiter.ts'
import type { Network } from '../upstream/network.ts'

/** The relay whose rooms an edge has. */
export interface Origin {
  /** Where it is, as http or https, without a slash at the end. */
  readonly base: string
  /** What it lets the edge in with. */
  readonly token?: string
  /** Rooms that are shown to whoever reaches the edge, though it takes the token to read them. */
  readonly shown: ReadonlySet<string>
}

/** How the origin is reached. */
export interface OriginNetworkParts {
  readonly origin: Origin
  readonly local: boolean
  readonly dial: Dial
  readonly fetch: Fetch
  readonly clock: Clock
  readonly onReconnect: () => void
}

// The origin is ours: after it restarted, every room is to be there again within seconds.
const budget = { perSecond: 100, burst: 200, perKey: 20, maxWaiting: 10_000 } as const

/**
 * The network of each room. The token opens what was named, or everything where only this machine
 * reads; otherwise a stranger gets through an edge what the origin would give a stranger.
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
    tools: { inflate: inflateWeb, utf8, mask: maskNobody },
  }
  return (room) => {
    const holds = token !== undefined && (local || shown.has(room))
    const credential = holds ? { authorization: `Bearer ${token}` } : {}
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

function maskNobody(): never {
  throw new TypeError('a feed holds nobody who is still to be masked')
}
