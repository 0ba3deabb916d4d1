import type Long from 'long'
import type { Effect, PlatformDraft } from '../platform.ts'
import { timeOf } from './field.ts'

/** The data of a message besides its payload. */
export interface Envelope {
  /** The event's id in the feed; absent if the message has none. */
  readonly id: string | undefined
  /** The time at which the server sent the frame, epoch milliseconds. */
  readonly now: Long
  /** The same as in `ReadContext`. */
  readonly mask: (key: string) => string
}

/**
 * The meaning of a message: its events and effects, none if the feed has no event for it. `raw` if
 * its meaning is unknown, undefined if a required field is missing. Both go to the diagnostic
 * stream, and undefined is also counted as a fault.
 */
export type Normalized = Outcome | 'raw' | undefined

/** The events of a message and its effects on the connection, in order. */
export type Outcome = readonly (PlatformDraft | Effect)[]

/** Reads one kind of message. Pure; never throws. */
export type Normalize<T> = (message: T, envelope: Envelope) => Normalized

/** The id and the time of an event, as in a draft. */
export interface Stamp {
  readonly id?: string
  readonly at?: number
}

/**
 * Returns the id and time of an event: its own time, else the message's, else that of the frame.
 */
export function stampOf(
  { id, now }: Envelope,
  messageTime: Long | null | undefined,
  ownTime?: Long | null,
): Stamp {
  const at = timeOf(ownTime) ?? timeOf(messageTime) ?? timeOf(now)
  if (id === undefined) return at === undefined ? {} : { at }
  return at === undefined ? { id } : { id, at }
}

/** Returns the stamp of an event that a message has besides its main one. */
export function besideStampOf(
  envelope: Envelope,
  aspect: string,
  time: Long | null | undefined,
): Stamp {
  const id = envelope.id === undefined ? undefined : `${envelope.id}:${aspect}`
  return stampOf({ id, now: envelope.now, mask: envelope.mask }, time)
}
