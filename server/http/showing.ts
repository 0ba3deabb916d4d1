import type { Asker } from '../account/caller.ts'
import type { NamedOverlay, Overlays } from '../overlay/overlays.ts'
import { notReady, type Refusal, unknown } from '../room/refusal.ts'
import type { Rooms } from '../room/rooms.ts'
import { refusalToRead } from './reading.ts'

/** What it takes to show named overlays. */
export interface Showing {
  readonly overlays: Overlays
  readonly rooms: Pick<Rooms, 'find'>
}

/** There is no overlay of a name. */
export const noSuchOverlay: Refusal = unknown(
  'there is no overlay of this name: it was removed, or its link has a slip',
)

/** Returns an overlay by its name, else a refusal: "not ready" until the overlays are loaded. */
export function findOverlay(name: string, overlays: Overlays): NamedOverlay | Refusal {
  return overlays.find(name) ?? (overlays.loaded ? noSuchOverlay : notReady)
}

/**
 * Says why somebody may not see what an overlay looks like: it is for whoever may read its room, and
 * for all while it has none.
 */
export function refusalToShow(
  { design }: NamedOverlay,
  asker: Asker,
  { rooms }: Pick<Showing, 'rooms'>,
): Refusal | undefined {
  if (asker.caller.kind === 'owner' || design.room === undefined) return undefined
  const place = rooms.find(design.room)
  return 'refused' in place ? place : refusalToRead(place, asker)
}
