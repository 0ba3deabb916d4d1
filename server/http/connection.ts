import type { ClientAddress } from '../lib/net/client-address.ts'

/** The connection of a request. */
export interface Connection extends ClientAddress {
  /** Calls back once when the answer is complete or aborted, or when its socket has closed. */
  readonly onEnd: (call: () => void) => void
  /** Aborts the answer. */
  readonly cut: () => void
  /** Returns true while the connection carries a stream: no other request can be answered on it. */
  readonly isStreaming: () => boolean
  /** Marks the connection as carrying a stream. @returns a function to call when the stream has ended. */
  readonly startStream: () => () => void
}
