import type { Visibility } from '../store/query/room.ts'

/** The target of a room id, before anything is opened for it. */
export type RoomTarget =
  | ConfiguredTarget
  | OwnTarget
  | {
      readonly kind: 'on-demand'
      readonly id: string
      readonly room: string
      /** The reason for which only callers with rooms:open may open the source; absent for most. */
      readonly costly?: string | undefined
    }

/** A room that the operator configured, by its slug or by one of its sources. */
export interface ConfiguredTarget {
  readonly kind: 'configured'
  /** The requested id: the slug, or one of the room's sources. */
  readonly id: string
  /** The slug. */
  readonly room: string
  readonly visibility: Visibility
  readonly costly?: string | undefined
}

/** A live room of this server. */
export interface OwnTarget {
  readonly kind: 'own'
  readonly id: string
  /** The id, or the slug of the configured room that has the live room as a source. */
  readonly room: string
  /** The visibility of the live room alone. */
  readonly visibility: Visibility
  /** The name of the live room. */
  readonly ref: string
  /** Returns the role of an account in the live room; undefined if it has none. */
  readonly roleOf: (account: string) => 'host' | 'moderator' | 'member' | undefined
  /** The configured room: what it does not allow is not allowed here either. */
  readonly within?: ConfiguredTarget
}
