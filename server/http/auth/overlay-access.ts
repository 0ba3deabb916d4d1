import { decide, type Decision } from '../../account/policy.ts'
import type { Principal } from '../../account/principal.ts'
import type { NamedOverlay, Overlays } from '../../overlay/overlays.ts'
import { notReady, type RoomDenied, unknown } from '../../room/room-denied.ts'
import type { Rooms } from '../../room/rooms.ts'
import { problemOf } from './room-entry.ts'
import { Problem } from '../problem.ts'

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

/** Decides whether a caller may see the design of an overlay. */
export function decideOverlay(
  { design }: NamedOverlay,
  principal: Principal,
  { rooms }: Pick<OverlayAccess, 'rooms'>,
): Decision {
  const room = design.room === undefined ? undefined : rooms.find(design.room)
  return decide(principal, 'read', { kind: 'overlay', room })
}

/** Returns an overlay by its name. @throws Problem if there is none, or the caller may not see it. */
export function overlayFor(name: string, principal: Principal, parts: OverlayAccess): NamedOverlay {
  const found = findOverlay(name, parts.overlays)
  if (found === noSuchOverlay) throw new Problem('no-such-overlay', noSuchOverlay.reason)
  if ('refused' in found) throw problemOf(found, principal)
  const decision = decideOverlay(found, principal, parts)
  if (!decision.allowed) throw problemOf(decision, principal)
  return found
}
