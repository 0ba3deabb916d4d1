import type { ConnectedPlatform } from '../../../server/upstream/requests.ts'
import type { Network } from '../../../server/upstream/network.ts'
import type { Kind } from './expected-backoff.ts'

/** A fake site in the form for fault runs. */
export interface FaultSite {
  readonly platform: ConnectedPlatform
  readonly ref: string
  readonly endpoints: Network['endpoints']
  readonly faults: readonly Fault[]
  /** The silence of the room that counts as a fault, milliseconds. */
  readonly silenceMs: number
  /** Sends new messages, the last of them a chat line. @returns the ids of all chat lines. */
  readonly say: (count: number, delivery: Delivery) => readonly string[]
  /**
   * Sends the last messages again after a reconnect; does nothing for sites that do so
   * automatically.
   */
  readonly replay: (count: number) => void
  /** Returns true if the site has received all it expects of a client. */
  readonly satisfied: () => boolean
  /** Returns the facts that must be received in the end. */
  readonly truth: () => SiteTruth
  readonly close: () => Promise<void>
}

/** The order of delivery. */
export type Delivery = 'plain' | 'doubled' | 'disordered'

/** The facts that a client without loss has. */
export interface SiteTruth {
  /** The ids of all chat lines. */
  readonly chats: readonly string[]
  readonly items: number
  /** The total payment, in the coins of the site. */
  readonly paid: number
}

/** A fault of a site. */
export interface Fault {
  readonly name: string
  readonly inject: () => void
  /** Every failure that follows, in order, up to the one after which the source recovers. */
  readonly failures: readonly Failure[]
  /** Ends the fault: called after the last failure was published. */
  readonly heal?: () => void
  /** True if the messages directly before it may be lost. */
  readonly lossy?: true
}

/** One failure, as the feed must report it. */
export interface Failure {
  readonly kind: Kind
  /** A part of the reason. */
  readonly says: string
  /** The wait that the site requires, milliseconds. */
  readonly leastMs?: number
  /** Absent if it is detected at once. */
  readonly notice?: Notice
}

/** A failure that is detected by a timeout. */
export interface Notice {
  /** The timeout, exact … */
  readonly afterMs: number
  /** … after the last frame, the last message or the last attempt. */
  readonly since: 'frame' | 'message' | 'attempt'
  /** True if heartbeats and requests are answered meanwhile. */
  readonly answered?: true
  /** Returns true when the clock may be advanced. */
  readonly begun?: () => boolean
}

/** Returns the same failure a number of times. */
export function times(count: number, failure: Failure): readonly Failure[] {
  return Array.from({ length: count }, () => failure)
}
