import type { ProblemWords } from './words.ts'

/** The English texts. */
export const en: ProblemWords = {
  unknown: (status) => `The server refused this (${status}).`,
  details: 'Details',
  problems: {
    'bad-request': 'Something in this is not as the server expects it.',
    'body-too-large': 'This is too large for the server.',
    conflict: 'This name or this room is taken already, or there are as many as there may be.',
    'forbidden-host': 'The server does not answer under this address.',
    'forbidden-origin': 'The server does not let this page do that.',
    internal: 'Something went wrong on the server; its log says what.',
    'invalid-event': 'This is not an event.',
    'login-required': 'Log in first.',
    'no-answer': 'The platform did not answer.',
    'no-such-credential': 'There is no such login.',
    'no-such-overlay': 'There is no such overlay: it was removed, or the link has a typo.',
    'no-such-room': 'There is no such room, or it is private.',
    'no-such-token': 'There is no such token.',
    'not-a-room': 'This is not a room of that platform.',
    'not-allowed': 'This login or token may not do that.',
    'not-found': 'There is nothing at this address.',
    'not-ready': 'The server is still starting, or its database is away. Wait a moment.',
    'room-off': 'This room is stopped; it comes back when it is started.',
    'too-many-requests': 'Too much at once. Wait a moment, then try again.',
    'too-many-rooms': 'Too many rooms are open.',
    'too-many-streams': 'Too many connections are open.',
    'wrong-token': 'This token is not valid.',
  },
}
