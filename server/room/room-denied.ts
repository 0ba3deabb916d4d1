/** A refusal to open a room for a reader. */
export interface RoomDenied {
  /** `full`, `off` and `not-ready` may pass, so clients try again; the others need a correction. */
  readonly refused:
    | 'malformed'
    | 'unknown'
    | 'not-allowed'
    | 'wrong-token'
    | 'full'
    | 'off'
    | 'not-ready'
  /** The cause and the remedy, as text. */
  readonly reason: string
}

/** Returns the refusal of an unknown room. */
export function unknown(reason: string): RoomDenied {
  return { refused: 'unknown', reason }
}

/** The same text for a room that does not exist and for one that is hidden from the caller. */
export const noSuchRoom: RoomDenied = unknown(
  'no room of this name is configured, or it is private and you need a token',
)

/** The refusal of a room that the operator switched off, and may switch on again. */
export const roomOff: RoomDenied = {
  refused: 'off',
  reason: 'this room is switched off; it can be read again when it is switched on',
}

/** The refusal while the server has not loaded everything that it needs for an answer. */
export const notReady: RoomDenied = {
  refused: 'not-ready',
  reason: 'the server is not ready yet; try again in a moment',
}
