/**
 * The WebSocket close codes of a stream. The user can correct the cause of 4400–4404. A close with
 * a code of 4400 or above carries the reason in words, because a browser cannot read a refused
 * upgrade.
 */
export const closeCodes = {
  /** The server is shutting down for good, or the page goes away. */
  goingAway: 1001,
  /** The server restarts: reconnect at once with the last position. */
  restart: 1012,
  /** Not now: too many rooms are open, or the server is still starting. */
  tryLater: 1013,
  /** A query parameter or room id is malformed. */
  badRequest: 4400,
  /** The caller may not do that here; a private room is 4404 instead. */
  notAllowed: 4401,
  /** There is no such room for this reader, and it cannot be opened on demand. */
  noSuchRoom: 4404,
  /** The room is switched off for now. The client may retry later, without a limit. */
  roomOff: 4503,
} as const

/**
 * Returns true for a code that refuses the client, like a 4xx status of HTTP: a retry fails until
 * the user changes something. The causes of codes from 4500 on are temporary.
 */
export function isRefusal(code: number): boolean {
  return code >= 4_000 && code < 4_500
}
