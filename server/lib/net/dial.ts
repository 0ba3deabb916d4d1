/** The maximal size of a frame, far above any real one; a longer frame closes its socket unread. */
export const maxFrameBytes = 4 * 1024 * 1024

/** Opens a socket to `url`; its events go to the handlers, never before the call returns. */
export type Dial = (
  url: string,
  headers: Readonly<Record<string, string>>,
  handlers: SocketHandlers,
) => ClientSocket

/** A socket that we opened. No method throws in any state. */
export interface ClientSocket {
  /** Sends one binary frame; does nothing unless the socket is open. */
  readonly send: (bytes: Uint8Array) => void
  /** Starts the close handshake and waits for the answer, which some servers never send. */
  readonly close: () => void
  /** Drops the connection at once. */
  readonly terminate: () => void
}

/** The events of a socket: `opened` at most once, `ended` exactly once and last. */
export interface SocketHandlers {
  readonly opened: () => void
  /** Receives one whole frame; text as its UTF-8. */
  readonly message: (bytes: Uint8Array) => void
  readonly ended: (end: SocketEnd) => void
}

/** The end of a socket. */
export type SocketEnd =
  /** It had been open. 1006 if the connection broke. */
  | { readonly kind: 'closed'; readonly code: number; readonly reason: string }
  /** The server answered, but refused the handshake; header names are lower-case. */
  | {
      readonly kind: 'rejected'
      readonly status: number
      readonly headers: Readonly<Record<string, string>>
    }
  /** No server answered. */
  | { readonly kind: 'unreachable'; readonly cause: Error }
