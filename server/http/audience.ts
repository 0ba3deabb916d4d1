import { type Asker, tokenOf } from '../account/caller.ts'
import type { Refusal } from '../room/refusal.ts'

/** Somebody who reads a room now. */
export interface Reader extends Asker {
  /** The room as they asked for it. */
  readonly room: string
  readonly end: (refusal: Refusal) => void
}

const revoked: Refusal = { refused: 'not-allowed', reason: 'this token was revoked' }

/** Judges those who read one room: why they may not, or undefined if they may. */
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

  /** Sends away who came with a token, or with a ticket it asked for. */
  revoke(token: string): void {
    for (const reader of this.#readers) {
      if (tokenOf(reader.caller) === token) this.#end(reader, revoked)
    }
  }

  #end(reader: Reader, refusal: Refusal): void {
    this.#readers.delete(reader)
    reader.end(refusal)
  }
}
