import { type Asker, grantOf } from '../account/caller.ts'
import type { Refusal } from '../room/refusal.ts'

/** Somebody who reads a room now. */
export interface Reader extends Asker {
  /** The room as they asked for it. */
  readonly room: string
  readonly end: (refusal: Refusal) => void
}

/** The reasons for which the streams of a token or a session end. */
export const endReasons = {
  token: { refused: 'not-allowed', reason: 'this token was revoked' },
  session: { refused: 'not-allowed', reason: 'you are not logged in any more: log in again' },
} as const satisfies Record<string, Refusal>

/** Returns why a reader may not read one room; undefined if access is allowed. */
export type Judge = (asker: Asker) => Refusal | undefined

/** Who reads now: a right that ends, ends what was opened with it. */
export class Audience {
  readonly #judgeOf: (room: string) => Judge
  readonly #readers = new Set<Reader>()

  /** @param judgeOf - the judge of a room as it is now. */
  constructor(judgeOf: (room: string) => Judge) {
    this.#judgeOf = judgeOf
  }

  /** Takes somebody up. @returns what to call when they left. */
  join(reader: Reader): () => void {
    this.#readers.add(reader)
    return () => void this.#readers.delete(reader)
  }

  /** Sends away who may not read any more: rooms changed. */
  review(): void {
    const judges = new Map<string, Judge>() // thousands read the same room
    for (const reader of this.#readers) {
      const judge = judges.get(reader.room) ?? this.#judgeOf(reader.room)
      judges.set(reader.room, judge)
      const refusal = judge(reader)
      if (refusal) this.#end(reader, refusal)
    }
  }

  /** Ends the streams that were opened with a token or session, or with a ticket of it. */
  revoke(grant: string, why: Refusal): void {
    for (const reader of this.#readers) {
      if (grantOf(reader.caller) === grant) this.#end(reader, why)
    }
  }

  /** Returns true if a stream is open that was opened with a token or session, or with its ticket. */
  reads(grant: string): boolean {
    for (const reader of this.#readers) if (grantOf(reader.caller) === grant) return true
    return false
  }

  #end(reader: Reader, refusal: Refusal): void {
    this.#readers.delete(reader)
    reader.end(refusal)
  }
}
