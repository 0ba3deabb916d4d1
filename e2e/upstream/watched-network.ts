import { readConfig } from '../../server/config/index.ts'
import { createFakeClock, type FakeClock } from '../../server/lib/time/clock.fake.ts'
import { dialNode } from '../../server/lib/net/dial-node.ts'
import type { Dial } from '../../server/lib/net/dial.ts'
import { seededRandom } from '../../server/lib/random.ts'
import { createNetwork } from '../../server/app/network.ts'
import type { Fetch } from '../../server/platform/connector.ts'
import { createConnectLimiter } from '../../server/upstream/connect-limiter.ts'
import type { Network } from '../../server/upstream/network.ts'

/** The server's own network with a controlled clock, and its activity. */
export interface WatchedNetwork {
  readonly network: Network
  readonly clock: FakeClock
  readonly seen: Seen
}

/** The activity of a source, by its own clock. */
export interface Seen {
  /** The number of requests and handshakes so far. */
  attempts: number
  attemptAt: number
  /** Requests without a complete answer. */
  pending: number
  sent: number
  received: number
  receivedAt: number
}

/** Makes a network of real sockets to `endpoints`. */
export function watchNetwork(
  endpoints: Network['endpoints'],
  clock: FakeClock,
  seed: number,
): WatchedNetwork {
  const seen = { attempts: 0, attemptAt: 0, pending: 0, sent: 0, received: 0, receivedAt: 0 }
  const config = readConfig({ ENDPOINTS: JSON.stringify(endpoints) })
  // The limiter has tests of its own; here it would change the times of attempts.
  const budget = { perSecond: 1000, burst: 1000, perKey: 100, maxWaiting: 100 }
  const network: Network = {
    ...createNetwork(config, 'a mask key for tests'),
    clock,
    random: seededRandom(seed),
    fetch: watchedFetch(seen, clock),
    dial: watchedDial(seen, clock),
    budget: createConnectLimiter({ clock, ...budget }),
  }
  return { network, clock, seen }
}

/** Returns a stopped clock at the machine's time. */
export function stoppedClock(): FakeClock {
  return createFakeClock(Date.now())
}

function watchedFetch(seen: Seen, clock: FakeClock): Fetch {
  return async (url, init) => {
    noteAttempt(seen, clock)
    seen.pending += 1
    try {
      const response = await fetch(url, init)
      const { status, headers } = response
      return new Response(await response.arrayBuffer(), { status, headers })
    } finally {
      seen.pending -= 1
    }
  }
}

function watchedDial(seen: Seen, clock: FakeClock): Dial {
  return (url, headers, handlers) => {
    noteAttempt(seen, clock)
    const wire = dialNode(url, headers, {
      ...handlers,
      message: (bytes) => {
        seen.received += 1
        seen.receivedAt = clock.now()
        handlers.message(bytes)
      },
    })
    return {
      ...wire,
      send: (bytes) => {
        seen.sent += 1
        wire.send(bytes)
      },
    }
  }
}

function noteAttempt(seen: Seen, clock: FakeClock): void {
  seen.attempts += 1
  seen.attemptAt = clock.now()
}
