import type { ReadableRoom } from '../hub/readable.ts'
import type { Admit, Place } from './place.ts'
import type { Refusal } from './refusal.ts'

/** A room as somebody asked for it. */
export interface ReadableReading<R extends ReadableRoom = ReadableRoom> {
  readonly room: R
  /** Set where one source of a room that merges several was asked for. */
  readonly source?: string
}

/** Rooms as their readers find them: our own, or those of another relay. */
export interface ReadableRooms<R extends ReadableRoom = ReadableRoom> {
  /** Every open room, oldest first. */
  readonly list: () => readonly R[]
  /** What an id stands for now, or why it stands for nothing; opens nothing. */
  readonly find: (id: string) => Place | Refusal
  /** Opens a room for somebody, or says why not; `admit` decides before anything happens. */
  readonly open: (id: string, admit: Admit) => Promise<ReadableReading<R> | Refusal>
}
