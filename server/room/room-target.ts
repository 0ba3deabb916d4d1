import type { Visibility } from '../store/query/room.ts'
import type { RoomDenied } from './room-denied.ts'

/** The target of a room id, before anything is opened for it. */
export type RoomTarget =
  | {
      readonly kind: 'configured'
      /** The requested id: the slug, or one of the room's sources. */
      readonly id: string
      /** The slug. */
      readonly room: string
      readonly visibility: Visibility
    }
  | { readonly kind: 'on-demand'; readonly id: string; readonly room: string }

/** Returns the reason why a caller may not read a target; undefined if the caller may. */
export type Authorize = (target: RoomTarget) => RoomDenied | undefined
