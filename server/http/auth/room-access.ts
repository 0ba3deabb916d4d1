import { type Asker, type Principal, hasScope } from '../../account/principal.ts'
import { perSecondOf, maxPublicPerSecond } from '../../platform/demo/rate.ts'
import type { RoomTarget } from '../../room/room-target.ts'
import { noSuchRoom, type RoomDenied } from '../../room/room-denied.ts'

// A close frame carries at most 123 bytes of the reason.
const notOnDemand: RoomDenied = {
  refused: 'not-allowed',
  reason:
    'from outside this machine (see HOST) a room opens on demand for a token with rooms:open only',
}

const tooBusy: RoomDenied = {
  refused: 'not-allowed',
  reason: `demo rooms of more than ${maxPublicPerSecond} events a second take a token with rooms:open`,
}

/**
 * Returns why a caller may not read a place; undefined if access is allowed. A room that must be hidden
 * from the caller looks like a room that does not exist.
 */
export function denyRead(place: RoomTarget, asker: Asker): RoomDenied | undefined {
  const { caller, local } = asker
  if (hasGrant(place, caller)) return undefined
  if (place.kind === 'on-demand') {
    if (!local) return notOnDemand
    return isBusyDemo(place.id) ? tooBusy : undefined
  }
  if (place.visibility === 'public') return undefined
  const byName = place.id === place.room
  // A request by source would reveal the name of an unlisted room, which the caller may not know.
  if (place.visibility === 'unlisted' && (byName || local)) return undefined
  if (byName) return noSuchRoom
  const missing = { kind: 'on-demand', id: place.id, room: place.id } as const
  return denyRead(missing, asker) ?? noSuchRoom
}

function isBusyDemo(id: string): boolean {
  const [, ref] = /^demo:(.+)$/.exec(id) ?? []
  return ref !== undefined && perSecondOf(ref) > maxPublicPerSecond
}

/** Returns true if a list of rooms shows a place to a caller. */
export function isListed(place: RoomTarget, { caller, local }: Asker): boolean {
  if (hasGrant(place, caller)) return true
  return place.kind === 'on-demand' ? local : place.visibility === 'public'
}

/** Returns true if the scopes or the ticket of a caller allow to read a place. */
export function hasGrant(place: RoomTarget, caller: Principal): boolean {
  // A ticket is valid for exactly the id that it was issued for: a source of a room is not the room.
  if (caller.kind === 'ticket') return caller.room === place.id
  return hasScope(caller, place.kind === 'configured' ? 'rooms:read' : 'rooms:open', place.room)
}
