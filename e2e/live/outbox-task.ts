/** The points at which the process may be killed, in the order of a comment's way. */
export const killPoints = [
  'before the transaction',
  'after the transaction',
  'the outbox is read',
  'before the journal',
  'after the journal',
  'the row is marked',
] as const

/** One of {@link killPoints}. */
export type KillPoint = (typeof killPoints)[number]

/** The slug of the room. */
export const outboxRoom = 'stage'
