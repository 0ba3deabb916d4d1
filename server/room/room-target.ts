import type { Visibility } from '../store/query/room.ts'
import type { RoomDenied } from './room-denied.ts'

/** What a room id stands for, before anything is opened for it. */
export type RoomTarget =
  | {
      readonly kind: 'configured'
      /** As it was asked for: the slug, or one of the room's sources. */
      readonly id: string
      /** The slug. */
      readonly room: string
      readonly visibility: Visibility
    }
  | { readonly kind: 'on-demand'; readonly id: string; readonly room: string }

/** Says why somebody may not read a place; undefined if they may. */
export type Authorize = (place: RoomTarget) => RoomDenied | undefined
