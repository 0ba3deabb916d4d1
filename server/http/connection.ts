import type { Peer } from '../lib/peer.ts'

/** What a server knows of the connection a request came on, and can do to it. */
export interface Connection extends Peer {
  /** Calls back once when the answer is complete or broken off, or its socket is gone. */
  readonly onEnd: (call: () => void) => void
  /** Breaks the answer off. */
  readonly cut: () => void
  /** True while the connection carries a stream: nothing else can be answered on it any more. */
  readonly isStreaming: () => boolean
  /** Makes it carry a stream. @returns what to call when it ended. */
  readonly startStream: () => () => void
}
