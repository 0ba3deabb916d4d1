import type { ProblemCode } from '../../../proto/feed/index.ts'
import type { Asker, Principal } from '../../account/principal.ts'
import type { RoomView } from '../../hub/room-view.ts'
import type { OpenedRoom, RoomViews } from '../../room/room-views.ts'
import type { RoomDenied } from '../../room/room-denied.ts'
import { Problem } from '../problem.ts'
import { denyRead } from './room-access.ts'

/** Dependencies of {@link openForReading}. */
export interface RoomEntryParts<R extends RoomView = RoomView> {
  readonly rooms: RoomViews<R>
}

/** Opens a room for a reader. @throws Problem with the reason if the room cannot be read. */
export async function openForReading<R extends RoomView>(
  id: string,
  asker: Asker,
  { rooms }: RoomEntryParts<R>,
): Promise<OpenedRoom<R>> {
  const reading = await rooms.open(id, (place) => denyRead(place, asker))
  if ('refused' in reading) throw problemOf(reading, asker.caller)
  return reading
}

/** Returns a refusal as an HTTP problem; an anonymous caller must log in. */
export function problemOf(refusal: RoomDenied, caller: Principal): Problem {
  return new Problem(problemCodeOf(refusal, caller), refusal.reason)
}

/** Returns the code of a refusal; it is the same in every protocol. */
export function problemCodeOf({ refused }: RoomDenied, caller: Principal): ProblemCode {
  const needsLogin = refused === 'not-allowed' && caller.kind === 'anonymous'
  return needsLogin ? 'login-required' : codes[refused]
}

const codes: Readonly<Record<RoomDenied['refused'], ProblemCode>> = {
  malformed: 'bad-request',
  unknown: 'no-such-room',
  'not-allowed': 'not-allowed',
  full: 'too-many-rooms',
  off: 'room-off',
  'not-ready': 'not-ready',
}
