/** The maximal size of a frame, far above any real one; a longer frame closes its socket unread. */
export const maxFrameBytes = 4 * 1024 * 1024

/** Opens a socket to `url`; what becomes of it is told to the handlers, never before it returns. */
export type Dial = (
  url: string,
  headers: Readonly<Record<string, string>>,
  handlers: SocketHandlers,
) => ClientSocket

/** A socket we opened. Nothing here throws, whatever state it is in. */
export interface ClientSocket {
  /** Sends one binary frame; nothing happens unless it is open. */
  readonly send: (bytes: Uint8Array) => void
  /** Says goodbye and waits for the answer, which some servers never give. */
  readonly close: () => void
  /** Drops it at once. */
  readonly terminate: () => void
}

/** What a socket tells: `opened` at most once, `ended` exactly once and last. */
export interface SocketHandlers {
  readonly opened: () => void
  /** One whole frame; text comes as its UTF-8. */
  readonly message: (bytes: Uint8Array) => void
  readonly ended: (end: SocketEnd) => void
}

/** How a socket ended. */
export type SocketEnd =
  /** It had been open. 1006 where it just broke. */
  | { readonly kind: 'closed'; readonly code: number; readonly reason: string }
  /** Something answered, but not as a socket; header names are lower-case. */
  | {
      readonly kind: 'rejected'
      readonly status: number
      readonly headers: Readonly<Record<string, string>>
    }
  /** Nobody answered. */
  | { readonly kind: 'unreachable'; readonly cause: Error }
