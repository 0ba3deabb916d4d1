import type { Sink } from '../../feed/stream.ts'

/** The server side of an open WebSocket, in any runtime. */
export interface StreamSocket {
  readonly sink: Sink
  readonly isOpen: () => boolean
  /** Closes with a reason; one too long for a close frame is cut. */
  readonly close: (code: number, reason: string) => void
  readonly onMessage: (call: () => void) => void
  readonly onClose: (call: () => void) => void
}

/** Receives the open socket of a request that was upgraded. */
export type Accept = (socket: StreamSocket) => void | Promise<void>

/**
 * Upgrades a request to a WebSocket: the server makes the handshake when the app has answered. The
 * returned response is the app's answer and is not sent.
 */
export type Upgrade = (accept: Accept) => Response
