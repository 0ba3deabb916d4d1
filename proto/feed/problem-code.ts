/**
 * Lists every value of `code` in a problem document (RFC 9457), which reports a failed request. A
 * client may act on a code, and translates it into a text for its user.
 */
export const problemCodes = [
  'bad-request',
  'body-too-large',
  'comment-refused',
  'conflict',
  'forbidden-host',
  'forbidden-origin',
  'internal',
  'invalid-event',
  'invalid-value',
  'key-reused',
  'link-spent',
  'login-required',
  'no-answer',
  'no-such-account',
  'no-such-credential',
  'no-such-gift',
  'no-such-overlay',
  'no-such-room',
  'no-such-session',
  'no-such-token',
  'no-such-transfer',
  'not-a-picture',
  'not-a-room',
  'not-allowed',
  'not-found',
  'not-ready',
  'price-changed',
  'room-off',
  'too-few-coins',
  'too-many-requests',
  'too-many-rooms',
  'too-many-streams',
  'wrong-password',
  'wrong-state',
  'wrong-token',
] as const

/** One of {@link problemCodes}. */
export type ProblemCode = (typeof problemCodes)[number]
