import { type Asker, grantOf } from '../../account/principal.ts'
import type { RoomDenied } from '../../room/room-denied.ts'

/** Somebody who reads a room now. */
export interface Reader extends Asker {
  /** The room as they asked for it. */
  readonly room: string
  readonly end: (refusal: RoomDenied) => void
}

/** The reasons for which the streams of a token or a session end. */
export const endReasons = {
  token: { refused: 'not-allowed', reason: 'this token was revoked' },
  session: { refused: 'not-allowed', reason: 'you are not logged in any more: log in again' },
} as const satisfies Record<string, RoomDenied>

/** Returns why a reader may not read one room; undefined if access is allowed. */
export type ReadCheck = (asker: Asker) => RoomDenied | undefined

/** Who reads now: a right that ends, ends what was opened with it. */
export class ActiveReaders {
  readonly #judgeOf: (room: string) => ReadCheck
  readonly #readers = new Set<Reader>()

  /** @param judgeOf - the judge of a room as it is now. */
  constructor(judgeOf: (room: string) => ReadCheck) {
    this.#judgeOf = judgeOf
  }

  /** Takes somebody up. @returns what to call when they left. */
  join(reader: Reader): () => void {
    this.#readers.add(reader)
    return () => void this.#readers.delete(reader)
  }

  /** Sends away who may not read any more: rooms changed. */
  review(): void {
    const judges = new Map<string, ReadCheck>() // thousands read the same room
    for (const reader of this.#readers) {
      const judge = judges.get(reader.room) ?? this.#judgeOf(reader.room)
      judges.set(reader.room, judge)
      const refusal = judge(reader)
      if (refusal) this.#end(reader, refusal)
    }
  }

  /** Ends the streams that were opened with a token or session, or with a ticket of it. */
  revoke(grant: string, why: RoomDenied): void {
    for (const reader of this.#readers) {
      if (grantOf(reader.caller) === grant) this.#end(reader, why)
    }
  }

  /** Returns true if a stream is open that was opened with a token or session, or with its ticket. */
  reads(grant: string): boolean {
    for (const reader of this.#readers) if (grantOf(reader.caller) === grant) return true
    return false
  }

  #end(reader: Reader, refusal: RoomDenied): void {
    this.#readers.delete(reader)
    reader.end(refusal)
  }
}
