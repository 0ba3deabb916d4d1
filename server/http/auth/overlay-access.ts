import type { Asker } from '../../account/principal.ts'
import type { NamedOverlay, Overlays } from '../../overlay/overlays.ts'
import { notReady, type RoomDenied, unknown } from '../../room/room-denied.ts'
import type { Rooms } from '../../room/rooms.ts'
import { problemOf } from './room-entry.ts'
import { Problem } from '../problem.ts'
import { denyRead } from './room-access.ts'

/** Dependencies of {@link overlayFor}. */
export interface OverlayAccess {
  readonly overlays: Overlays
  readonly rooms: Pick<Rooms, 'find'>
}

/** The refusal for a name without an overlay. */
export const noSuchOverlay: RoomDenied = unknown(
  'there is no overlay of this name: it was removed, or its link has a slip',
)

/** Returns an overlay by its name, else a refusal: "not ready" until the overlays are loaded. */
export function findOverlay(name: string, overlays: Overlays): NamedOverlay | RoomDenied {
  return overlays.find(name) ?? (overlays.loaded ? noSuchOverlay : notReady)
}

/**
 * Returns why a caller may not see the design of an overlay; undefined if access is allowed. The
 * readers of its room may see it, and every caller while it has no room.
 */
export function denyOverlay(
  { design }: NamedOverlay,
  asker: Asker,
  { rooms }: Pick<OverlayAccess, 'rooms'>,
): RoomDenied | undefined {
  if (asker.caller.kind === 'owner' || design.room === undefined) return undefined
  const place = rooms.find(design.room)
  return 'refused' in place ? place : denyRead(place, asker)
}

/** Returns an overlay by its name. @throws Problem if there is none, or the caller may not see it. */
export function overlayFor(name: string, asker: Asker, parts: OverlayAccess): NamedOverlay {
  const found = findOverlay(name, parts.overlays)
  if (found === noSuchOverlay) throw new Problem('no-such-overlay', noSuchOverlay.reason)
  if ('refused' in found) throw problemOf(found, asker.caller)
  const refused = denyOverlay(found, asker, parts)
  if (refused) throw problemOf(refused, asker.caller)
  return found
}
