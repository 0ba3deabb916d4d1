/** The points at which the process may be killed, in the order of a comment's way. */
export const killPoints = [
  'before the transaction',
  'after the transaction',
  'the outbox is read',
  'before the journal',
  'after the journal',
  'the row is marked',
] as const

/** The points at which the process may be killed, in the order of a gift's way. */
export const giftKillPoints = [
  'before the claim',
  'after the claim',
  'after the payment',
  'after the streak',
  'after the order',
  'after the income',
  'after the entries',
  'after the commit',
  'the outbox is read',
  'before the journal',
  'after the journal',
  'the row is marked',
] as const

/** One of {@link killPoints} or {@link giftKillPoints}. */
export type KillPoint = (typeof killPoints)[number] | (typeof giftKillPoints)[number]

/** The slug of the room. */
export const outboxRoom = 'stage'
