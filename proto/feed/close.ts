/**
 * Why a stream ended, as WebSocket close codes. 4000–4004 are for the user to mend; from 4000
 * on, a code carries the reason in words, because a browser cannot read a refused upgrade.
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
  /** The room is switched off for now: come back later, for as long as one likes. */
  roomOff: 4503,
} as const

/**
 * True for a code that says no: like the 4xx of HTTP, which stand behind these numbers, asking again
 * changes nothing until somebody does. Those from 4500 on pass by themselves.
 */
export function isRefusal(code: number): boolean {
  return code >= 4_000 && code < 4_500
}
