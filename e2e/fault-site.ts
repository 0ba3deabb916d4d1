import type { ConnectedPlatform } from '../server/upstream/requests.ts'
import type { Network } from '../server/upstream/network.ts'
import type { Kind } from './fault-schedule.ts'

/** A fake site as a trial handles it. */
export interface TrialSite {
  readonly platform: ConnectedPlatform
  readonly ref: string
  readonly endpoints: Network['endpoints']
  readonly faults: readonly Fault[]
  /** How long the room may be silent before that counts as a fault, milliseconds. */
  readonly silenceMs: number
  /** Says so many new things, the last of them a line of chat. @returns ids of all lines of chat. */
  readonly say: (count: number, delivery: Delivery) => readonly string[]
  /** Tells a listener who is back what was said last; sites that do so by themselves do nothing. */
  readonly replay: (count: number) => void
  /** Whether the site has all it expects of who listens. */
  readonly satisfied: () => boolean
  /** What must have come out in the end. */
  readonly truth: () => TrialTruth
  readonly close: () => Promise<void>
}

/** What happens to messages on their way. */
export type Delivery = 'plain' | 'doubled' | 'disordered'

/** What a listener who missed nothing knows. */
export interface TrialTruth {
  /** Ids of all lines of chat. */
  readonly chats: readonly string[]
  readonly items: number
  /** Paid in all, in the coins of the site. */
  readonly paid: number
}

/** Something that goes wrong. */
export interface Fault {
  readonly name: string
  readonly inject: () => void
  /** Every failure that follows, in order, up to the one after which all is well again. */
  readonly failures: readonly Failure[]
  /** Ends what goes wrong: called when the last failure was seen. */
  readonly heal?: () => void
  /** True if what was said just before may be lost on the way. */
  readonly lossy?: true
}

/** One failure, as the feed must show it. */
export interface Failure {
  readonly kind: Kind
  /** Part of the reason. */
  readonly says: string
  /** What the site asks for, milliseconds. */
  readonly leastMs?: number
  /** Absent if it is noticed at once. */
  readonly notice?: Notice
}

/** A failure that only time shows. */
export interface Notice {
  /** Exactly so long … */
  readonly afterMs: number
  /** … after the last frame, the last message or the last attempt. */
  readonly since: 'frame' | 'message' | 'attempt'
  /** True if heartbeats and requests are answered meanwhile. */
  readonly answered?: true
  /** Tells when the clock may be moved on. */
  readonly begun?: () => boolean
}

/** The same failure so many times. */
export function times(count: number, failure: Failure): readonly Failure[] {
  return Array.from({ length: count }, () => failure)
}
