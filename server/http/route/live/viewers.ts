import { accountOf } from '../../../account/principal.ts'
import type { Catalog } from '../../../room/catalog.ts'
import type { Presence } from '../../../live/presence.ts'
import type { RoomViews } from '../../../room/room-views.ts'
import type { SubscribeParts } from '../../socket/feed-socket.ts'
import { type LiveRouteParts, withPicture } from './view.ts'

/** Dependencies of {@link countViewers}. */
export interface CountViewersParts extends Pick<LiveRouteParts, 'accounts' | 'addressOf'> {
  readonly presence: Pick<Presence, 'join'>
  readonly rooms: Pick<RoomViews, 'find'>
  readonly catalog: Pick<Catalog, 'find'>
}

/**
 * Returns the function that counts a reader as a viewer of the live rooms that it reads: the requested
 * one, or those among the sources of a configured room.
 */
export function countViewers(parts: CountViewersParts): NonNullable<SubscribeParts['present']> {
  const { presence, accounts } = parts
  return ({ principal, room }) => {
    const id = accountOf(principal)
    const account = id === undefined ? undefined : accounts.active(id)
    const person = account && withPicture(account, parts)
    const left = liveRoomsIn(room, parts).map((slug) => presence.join({ room: slug, person }))
    return () => {
      for (const leave of left) leave()
    }
  }
}

function liveRoomsIn(id: string, { rooms, catalog }: CountViewersParts): readonly string[] {
  const target = rooms.find(id)
  if ('refused' in target || target.kind === 'on-demand') return []
  if (target.kind === 'own') return [target.ref]
  if (target.id !== target.room) return [] // another source of the room
  const sources = catalog.find(target.room)?.sources ?? []
  return sources.flatMap(({ platform, ref }) => (platform === 'live' ? [ref] : []))
}
