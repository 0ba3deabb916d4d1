import type { ProblemCode } from '../../../proto/feed/index.ts'
import { decide, type Decision } from '../../account/policy.ts'
import type { Action } from '../../account/policy-table.ts'
import type { Identity, Principal, SessionEnd } from '../../account/principal.ts'
import type { RoomView } from '../../hub/room-view.ts'
import type { OpenedRoom, RoomViews } from '../../room/room-views.ts'
import type { RoomDenied } from '../../room/room-denied.ts'
import { Problem } from '../problem.ts'

/** Dependencies of {@link openForReading}. */
export interface RoomEntryParts<R extends RoomView = RoomView> {
  readonly rooms: RoomViews<R>
}

/**
 * Opens a room for a caller who may do an action on it, or returns why not. The policy is asked again
 * when the room is open: an edge learns only then to which room of the origin a source belongs.
 */
export async function openRoom<R extends RoomView>(
  id: string,
  principal: Principal,
  { rooms, action = 'read' }: RoomEntryParts<R> & { readonly action?: Action },
): Promise<OpenedRoom<R> | RoomDenied> {
  const decided = (): Decision => decide(principal, action, rooms.find(id))
  const before = decided()
  if (!before.allowed) return before
  const opened = await rooms.open(id)
  if ('refused' in opened) return opened
  const after = decided()
  return after.allowed ? opened : after
}

/** Opens a room for a reader. @throws Problem with the reason if the room cannot be read. */
export async function openForReading<R extends RoomView>(
  id: string,
  principal: Principal,
  parts: RoomEntryParts<R> & { readonly action?: Action },
): Promise<OpenedRoom<R>> {
  const opened = await openRoom(id, principal, parts)
  if ('refused' in opened) throw problemOf(opened, principal)
  return opened
}

/** Returns a refusal as an HTTP problem; an anonymous caller must log in. */
export function problemOf(refusal: RoomDenied, caller: Identity): Problem {
  const code = problemCodeOf(refusal, caller)
  const ended = caller.kind === 'anonymous' ? caller.ended : undefined
  if (code !== 'login-required' || ended === undefined) return new Problem(code, refusal.reason)
  return new Problem(code, endings[ended], { reason: ended })
}

const endings: Readonly<Record<SessionEnd, string>> = {
  expired: 'your session has expired: log in again',
  revoked: 'your session was ended: log in again',
  replaced: 'your session ended by another login: log in again',
  forged: 'the cookie of this request is not from this server: log in again',
}

/** Returns the code of a refusal; it is the same in every protocol. */
export function problemCodeOf({ refused }: RoomDenied, caller: Identity): ProblemCode {
  const needsLogin = refused === 'not-allowed' && caller.kind === 'anonymous'
  return needsLogin ? 'login-required' : codes[refused]
}

const codes: Readonly<Record<RoomDenied['refused'], ProblemCode>> = {
  malformed: 'bad-request',
  unknown: 'no-such-room',
  'not-allowed': 'not-allowed',
  'wrong-token': 'wrong-token',
  full: 'too-many-rooms',
  off: 'room-off',
  'not-ready': 'not-ready',
}
