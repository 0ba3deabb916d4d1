import { type Asker, type Caller, holds } from '../account/caller.ts'
import { perSecondOf, maxPublicPerSecond } from '../platform/demo/rate.ts'
import type { Place } from '../room/place.ts'
import { noSuchRoom, type Refusal } from '../room/refusal.ts'

// A close frame carries 123 bytes of this.
const notOnDemand: Refusal = {
  refused: 'not-allowed',
  reason:
    'from outside this machine (see HOST) a room opens on demand for a token with rooms:open only',
}

const tooBusy: Refusal = {
  refused: 'not-allowed',
  reason: `demo rooms of more than ${maxPublicPerSecond} events a second take a token with rooms:open`,
}

/**
 * Returns why a caller may not read a place; undefined if access is allowed. A room that must be hidden
 * from the caller looks like a room that does not exist.
 */
export function refusalToRead(place: Place, asker: Asker): Refusal | undefined {
  const { caller, local } = asker
  if (isGranted(place, caller)) return undefined
  if (place.kind === 'on-demand') {
    if (!local) return notOnDemand
    return isBusyDemo(place.id) ? tooBusy : undefined
  }
  if (place.visibility === 'public') return undefined
  const byName = place.id === place.room
  // A request by source would reveal the name of an unlisted room, which the caller may not know.
  if (place.visibility === 'unlisted' && (byName || local)) return undefined
  if (byName) return noSuchRoom
  const unmade = { kind: 'on-demand', id: place.id, room: place.id } as const
  return refusalToRead(unmade, asker) ?? noSuchRoom
}

function isBusyDemo(id: string): boolean {
  const [, ref] = /^demo:(.+)$/.exec(id) ?? []
  return ref !== undefined && perSecondOf(ref) > maxPublicPerSecond
}

/** True if a list of rooms shows a place to a caller. */
export function isListed(place: Place, { caller, local }: Asker): boolean {
  if (isGranted(place, caller)) return true
  return place.kind === 'on-demand' ? local : place.visibility === 'public'
}

/** True if a caller may read a place by what they hold, whoever else may. */
export function isGranted(place: Place, caller: Caller): boolean {
  // Good for what it was issued for to the letter: a source of a room is not the room.
  if (caller.kind === 'ticket') return caller.room === place.id
  return holds(caller, place.kind === 'configured' ? 'rooms:read' : 'rooms:open', place.room)
}
