import type { ProblemCode } from '../../../proto/feed/index.ts'

/** The English texts. */
export const en = {
  /** The text for a refusal with an unknown code; shows the HTTP status. */
  unknown: (status: number): string => `The server refused this (${status}).`,
  /** The label of the box with the server's English text. */
  details: 'Details',
  unreachable: 'The server cannot be reached. Check that it is running, then try again.',
  logIn: 'Log in',
  loginNeeded:
    'This needs a login: with an account, or with the link that the server printed at its first start.',
  problems: {
    'bad-request': 'The request is not valid.',
    'body-too-large': 'This is too large for the server.',
    'comment-refused': 'This comment is not accepted here.',
    conflict: 'This name or room is already taken, or the maximum number is reached.',
    'forbidden-host': 'The server does not accept this address.',
    'forbidden-origin': 'The server does not allow this page to do that.',
    internal: 'An error occurred on the server; its log has the details.',
    'invalid-event': 'This is not a valid event.',
    'invalid-value': 'An amount or another value is not valid.',
    'key-reused': 'This was sent before with other content. Try again.',
    'link-spent': 'This link was used, or has expired. Ask for a new one.',
    'login-required': 'Log in first.',
    'no-answer': 'The platform did not answer.',
    'no-such-account': 'There is no such account.',
    'no-such-credential': 'There is no such login.',
    'no-such-gift': 'This gift is not on sale any more.',
    'no-such-overlay': 'There is no such overlay: it was removed, or the link has a typo.',
    'no-such-room': 'There is no such room, or it is private.',
    'no-such-session': 'This browser is not logged in any more.',
    'no-such-token': 'There is no such token.',
    'no-such-transfer': 'There is no such transfer.',
    'not-a-room': 'The platform has no such room.',
    'not-allowed': 'This login or token does not have this permission.',
    'not-found': 'There is nothing at this address.',
    'not-ready': 'The server is starting, or its database is unavailable. Try again in a moment.',
    'price-changed': 'The price has changed; nothing was sent.',
    'room-off': 'This room is stopped; it reconnects when it is started.',
    'too-few-coins': 'There are not enough coins.',
    'too-many-requests': 'Too many requests. Try again in a moment.',
    'too-many-rooms': 'Too many rooms are open.',
    'too-many-streams': 'Too many connections are open.',
    'wrong-password': 'The name or the password is wrong.',
    'wrong-state': 'The broadcast is not in the state for this.',
    'wrong-token': 'This token is not valid.',
  } satisfies Readonly<Record<ProblemCode, string>>,
}
