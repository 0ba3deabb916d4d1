import type { ProblemCode } from '../../proto/feed/index.ts'
import type { Asker, Caller } from '../account/caller.ts'
import type { ReadableRoom } from '../hub/readable.ts'
import type { ReadableReading, ReadableRooms } from '../room/readable.ts'
import type { Refusal } from '../room/refusal.ts'
import { Problem } from './problem.ts'
import { refusalToRead } from './reading.ts'

/** What opening a room takes. */
export interface ReadingParts<R extends ReadableRoom = ReadableRoom> {
  readonly rooms: ReadableRooms<R>
}

/** Opens a room for somebody. @throws Problem that says why not. */
export async function readingOf<R extends ReadableRoom>(
  id: string,
  asker: Asker,
  { rooms }: ReadingParts<R>,
): Promise<ReadableReading<R>> {
  const reading = await rooms.open(id, (place) => refusalToRead(place, asker))
  if ('refused' in reading) throw problemOf(reading, asker.caller)
  return reading
}

/** A refusal in the words of HTTP: who said nothing of themselves is asked to. */
export function problemOf(refusal: Refusal, caller: Caller): Problem {
  return new Problem(problemCodeOf(refusal, caller), refusal.reason)
}

/** The name of a refusal, whatever the protocol it is said in. */
export function problemCodeOf({ refused }: Refusal, caller: Caller): ProblemCode {
  const asked = refused === 'not-allowed' && caller.kind === 'anonymous'
  return asked ? 'login-required' : codes[refused]
}

const codes: Readonly<Record<Refusal['refused'], ProblemCode>> = {
  malformed: 'bad-request',
  unknown: 'no-such-room',
  'not-allowed': 'not-allowed',
  full: 'too-many-rooms',
  off: 'room-off',
  'not-ready': 'not-ready',
}
