import type Long from 'long'
import type { Effect, PlatformDraft } from '../platform.ts'
import { timeOf } from './field.ts'

/** What is known about a message before its payload is read. */
export interface Envelope {
  /** The event's id in the feed; absent where upstream gives the message none. */
  readonly id: string | undefined
  /** When the server sent the frame, epoch milliseconds. */
  readonly now: Long
  /** As in `ReadTools`. */
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

/** The name of the platform, and the prefix of all its ids. */
export const platformName = 'douyin'

/** What places an event: as in a draft. */
export interface Stamp {
  readonly id?: string
  readonly at?: number
}

/** The id and time of an event: its own time, else the message's, else that of the frame. */
export function stampOf(
  { id, now }: Envelope,
  messageTime: Long | null | undefined,
  ownTime?: Long | null,
): Stamp {
  const at = timeOf(ownTime) ?? timeOf(messageTime) ?? timeOf(now)
  if (id === undefined) return at === undefined ? {} : { at }
  return at === undefined ? { id } : { id, at }
}

/** The stamp of an event that comes out of a message beside its main one. */
export function besideStampOf(
  envelope: Envelope,
  aspect: string,
  time: Long | null | undefined,
): Stamp {
  const id = envelope.id === undefined ? undefined : `${envelope.id}:${aspect}`
  return stampOf({ id, now: envelope.now, mask: envelope.mask }, time)
}
