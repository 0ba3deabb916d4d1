import type { RoomView } from '../hub/room-view.ts'
import type { RoomTarget } from './room-target.ts'
import type { RoomDenied } from './room-denied.ts'

/** A room that was opened for a caller. */
export interface OpenedRoom<R extends RoomView = RoomView> {
  readonly room: R
  /** Set if the caller requested one source of a room that merges several. */
  readonly source?: string
}

/** The rooms that readers can open: our own, or those of another relay. */
export interface RoomViews<R extends RoomView = RoomView> {
  /** Returns every open room, oldest first. */
  readonly list: () => readonly R[]
  /** Returns the present target of an id, or why there is none; opens nothing. */
  readonly find: (id: string) => RoomTarget | RoomDenied
  /** Opens a room, or returns why it cannot be opened; the caller was authorized before. */
  readonly open: (id: string) => Promise<OpenedRoom<R> | RoomDenied>
}
