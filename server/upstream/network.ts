import type { Clock } from '../lib/time/clock.ts'
import type { Dial } from '../lib/net/dial.ts'
import type { Random } from '../lib/random.ts'
import type { ConnectorIo, Fetch, JoinBatch, Sign } from '../platform/connector.ts'
import type { Fault, FaultKind, ReadContext, Reading, RoomContext } from '../platform/platform.ts'
import type { ConnectLimiter } from './connect-limiter.ts'
import type { Failure } from './machine/failure.ts'
import type { Phase } from './machine/state.ts'
import type { Loss } from '../pipeline/silence-detector.ts'
import type { RiskPause } from './risk-pause.ts'

/** The network, shared by all sessions. */
export interface Network {
  readonly clock: Clock
  readonly random: Random
  readonly fetch: Fetch
  readonly dial: Dial
  /** Returns the transport of a platform; undefined if it is direct. */
  readonly transportFor?: (platform: string) => Pick<Network, 'fetch' | 'dial'> | undefined
  readonly budget: ConnectLimiter
  /** Base addresses by platform, then by the connector's own names for them. */
  readonly endpoints: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly sign?: Sign
  readonly joinBatch?: JoinBatch
  readonly tools: ReadContext
  /** The pause after risk control; absent if no additional requests are made. */
  readonly riskPause?: RiskPause
  /** True if the share of a room's chat that arrives is measured. */
  readonly measures?: boolean
}

/** Returns the network with the transport of one platform. */
export function networkFor<N extends Pick<Network, 'fetch' | 'transportFor'>>(
  { transportFor, ...network }: N,
  platform: string,
): Omit<N, 'transportFor'> {
  return { ...network, ...transportFor?.(platform) }
}

/** The part of the network that the calls of a connector use. */
export type ConnectorNetwork = Pick<
  Network,
  'clock' | 'endpoints' | 'fetch' | 'joinBatch' | 'random' | 'sign' | 'transportFor'
>

/** Returns the dependencies of one call of a platform's connector; the signal stops the call. */
export function connectorIo(
  network: ConnectorNetwork,
  platform: string,
  { cookie, signal }: { readonly cookie?: string | undefined; readonly signal: AbortSignal },
): ConnectorIo {
  const { clock, endpoints, fetch, joinBatch, random, sign } = networkFor(network, platform)
  return {
    fetch,
    now: clock.now,
    random,
    endpoints: endpoints[platform] ?? {},
    ...(cookie !== undefined && { cookie }),
    ...(sign && { sign }),
    ...(joinBatch && { joinBatch }),
    signal,
  }
}

/** The observer of a session. Called on the hot path: must be fast and not throw. */
export interface Report {
  /** Receives the phase after each change of it. */
  readonly phase?: (phase: Phase) => void
  /** Receives every frame with its content, before that is published, and its room context. */
  readonly reading?: (
    reading: Reading,
    frame: Uint8Array,
    roomContext: RoomContext | undefined,
  ) => void
  /** Counts a fault. */
  readonly fault: (kind: FaultKind) => void
  /** Counts messages that are left out on purpose. */
  readonly leftOut?: (count: number) => void
  /** Counts messages that were delivered before. */
  readonly redelivered?: (count: number) => void
  /** Receives the first fault of each kind, for the log. */
  readonly sample: (fault: Fault) => void
  /** Receives every failure to stay connected; `cause` may hold addresses and secrets. */
  readonly failure: (failure: Failure, cause?: unknown) => void
  /** Receives a loss without a failure. */
  readonly loss?: (loss: Loss) => void
  /** Receives the first failure of each kind of requests outside of the stream. */
  readonly sideRequestFailed?: (failure: Failure) => void
}
