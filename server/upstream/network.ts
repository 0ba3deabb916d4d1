import type { Clock } from '../lib/time/clock.ts'
import type { Dial } from '../lib/net/dial.ts'
import type { Random } from '../lib/random.ts'
import type { Fetch, JoinBatch, Sign } from '../platform/connector.ts'
import type { Fault, FaultKind, ReadContext } from '../platform/platform.ts'
import type { ConnectLimiter } from './connect-limiter.ts'
import type { Failure } from './machine/failure.ts'
import type { Loss } from '../pipeline/silence-detector.ts'
import type { RiskPause } from './risk-pause.ts'

/** The outside world, shared by all sessions. */
export interface Network {
  readonly clock: Clock
  readonly random: Random
  readonly fetch: Fetch
  readonly dial: Dial
  /** How a platform is reached that is not reached straight. */
  readonly transportFor?: (platform: string) => Pick<Network, 'fetch' | 'dial'> | undefined
  readonly budget: ConnectLimiter
  /** Base addresses by platform, then by the connector's own names for them. */
  readonly endpoints: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly sign?: Sign
  readonly gather?: JoinBatch
  readonly tools: ReadContext
  /** The pause after risk control; absent if no additional requests are made. */
  readonly riskPause?: RiskPause
  /** True if the share of a room's chat that arrives is measured. */
  readonly measures?: boolean
}

/** The network as it leads to one platform. */
export function networkFor<N extends Pick<Network, 'fetch' | 'transportFor'>>(
  network: N,
  platform: string,
): N {
  return { ...network, ...network.transportFor?.(platform) }
}

/** Who hears of what went wrong. Called on the hot path: must be quick and not throw. */
export interface Report {
  /** Every fault, to be counted. */
  readonly fault: (kind: FaultKind) => void
  /** Messages that are left out on purpose, to be counted. */
  readonly leftOut?: (count: number) => void
  /** Counts messages that were delivered before. */
  readonly redelivered?: (count: number) => void
  /** The first fault of each kind, to be logged. */
  readonly sample: (fault: Fault) => void
  /** Every failure to stay connected; `cause` may hold addresses and secrets. */
  readonly failure: (failure: Failure, cause?: unknown) => void
  /** What goes missing though nothing failed. */
  readonly loss?: (loss: Loss) => void
  /** Receives the first failure of each kind of requests outside of the stream. */
  readonly sideRequestFailed?: (failure: Failure) => void
}
