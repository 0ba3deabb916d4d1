/**
 * Why a stream ended, as WebSocket close codes. 4000–4004 are for the user to mend and carry the
 * reason in words, because a browser cannot read a refused upgrade.
 */
export const closeCodes = {
  /** The server is shutting down for good, or the page goes away. */
  goingAway: 1001,
  /** The server restarts: come back at once with the last position. */
  restart: 1012,
  /** Not now: too many rooms are open, or the server is still starting. */
  tryLater: 1013,
  /** A query parameter or room id is malformed. */
  badRequest: 4000,
  /** Nobody, or this token, may do that here; a private room is 4004 instead. */
  notAllowed: 4001,
  /** There is no such room for this reader, and it cannot be opened on demand. */
  noSuchRoom: 4004,
} as const
