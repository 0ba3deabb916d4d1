/**
 * Lists every value of `reasonCode` in a `source` event: the reasons why a source is not received,
 * or only in part. A client has a text for each, and a general text for a code of a newer relay.
 */
export const reasonCodes = [
  // The room.
  'no-such-room',
  'not-live',
  'broadcast-ended',
  // The network path to the platform.
  'host-unknown',
  'connection-refused',
  'timed-out',
  'tls-failed',
  'unreachable',
  'bad-answer',
  'site-error',
  'connection-lost',
  'no-data',
  'no-messages',
  // Answers of the platform.
  'slow-down',
  'risk-control',
  'session-refused',
  'handshake-refused',
  'not-allowed',
  'login-expired',
  'unsigned',
  // Bilibili's open platform.
  'credential-missing',
  'app-refused',
  'identity-code-refused',
  'address-not-listed',
  'room-not-listed',
  'account-unverified',
  'too-many-sessions',
  'session-busy',
  'clock-wrong',
  'protocol-outdated',
  // This relay.
  'too-many-connects',
  'no-such-source',
  'stopped',
  'closed-by-hand',
  'closed-by-schedule',
  'recording-ended',
  'recording-unreadable',
] as const

/** One of {@link reasonCodes}. */
export type ReasonCode = (typeof reasonCodes)[number]
