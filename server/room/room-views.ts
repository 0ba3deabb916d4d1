import type { RoomView } from '../hub/room-view.ts'
import type { Authorize, RoomTarget } from './room-target.ts'
import type { RoomDenied } from './room-denied.ts'

/** A room as somebody asked for it. */
export interface OpenedRoom<R extends RoomView = RoomView> {
  readonly room: R
  /** Set where one source of a room that merges several was asked for. */
  readonly source?: string
}

/** Rooms as their readers find them: our own, or those of another relay. */
export interface RoomViews<R extends RoomView = RoomView> {
  /** Every open room, oldest first. */
  readonly list: () => readonly R[]
  /** What an id stands for now, or why it stands for nothing; opens nothing. */
  readonly find: (id: string) => RoomTarget | RoomDenied
  /** Opens a room for somebody, or says why not; `admit` decides before anything happens. */
  readonly open: (id: string, admit: Authorize) => Promise<OpenedRoom<R> | RoomDenied>
}
