import type { Visibility } from '../store/query/room.ts'

/** The target of a room id, before anything is opened for it. */
export type RoomTarget =
  | {
      readonly kind: 'configured'
      /** The requested id: the slug, or one of the room's sources. */
      readonly id: string
      /** The slug. */
      readonly room: string
      readonly visibility: Visibility
      readonly costly?: string | undefined
    }
  | {
      readonly kind: 'on-demand'
      readonly id: string
      readonly room: string
      /** The reason for which only callers with rooms:open may open the source; absent for most. */
      readonly costly?: string | undefined
    }
