import type { Peer } from '../lib/peer.ts'

/** What a server knows of the connection a request came on, and can do to it. */
export interface Connection extends Peer {
  /** Calls back once when the answer is complete or broken off. */
  readonly onEnd: (call: () => void) => void
  /** Breaks the answer off. */
  readonly cut: () => void
}
