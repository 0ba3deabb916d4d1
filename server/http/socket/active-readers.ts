import type { Decision } from '../../account/policy.ts'
import { grantOf, type Principal } from '../../account/principal.ts'
import type { RoomDenied } from '../../room/room-denied.ts'

/** A caller that reads a room now. */
export interface Reader {
  readonly principal: Principal
  /** The id under which the room was requested. */
  readonly room: string
  readonly end: (refusal: RoomDenied) => void
}

/** The reasons for which the streams of a token or a session end. */
export const endReasons = {
  token: { refused: 'not-allowed', reason: 'this token was revoked' },
  session: { refused: 'not-allowed', reason: 'you are not logged in any more: log in again' },
} as const satisfies Record<string, RoomDenied>

/** Decides whether a caller may read one room. */
export type ReadCheck = (principal: Principal) => Decision

/** The readers of now. A right that ends also ends the streams that were opened with it. */
export class ActiveReaders {
  readonly #checkOf: (room: string) => ReadCheck
  readonly #readers = new Set<Reader>()

  /** @param checkOf - returns the access check of a room with its current configuration. */
  constructor(checkOf: (room: string) => ReadCheck) {
    this.#checkOf = checkOf
  }

  /** Adds a reader. @returns a function to call when the reader has left. */
  join(reader: Reader): () => void {
    this.#readers.add(reader)
    return () => void this.#readers.delete(reader)
  }

  /** Ends the streams of readers that have lost access; called after rooms have changed. */
  review(): void {
    const checks = new Map<string, ReadCheck>() // thousands read the same room
    for (const reader of this.#readers) {
      const check = checks.get(reader.room) ?? this.#checkOf(reader.room)
      checks.set(reader.room, check)
      const decision = check(reader.principal)
      if (!decision.allowed) this.#end(reader, decision)
    }
  }

  /** Ends the streams that were opened with a token or session, or with a ticket of it. */
  revoke(grant: string, why: RoomDenied): void {
    for (const reader of this.#readers) {
      if (grantOf(reader.principal) === grant) this.#end(reader, why)
    }
  }

  /** Returns true if a stream is open that was opened with a token or session, or with its ticket. */
  reads(grant: string): boolean {
    for (const reader of this.#readers) if (grantOf(reader.principal) === grant) return true
    return false
  }

  #end(reader: Reader, refusal: RoomDenied): void {
    this.#readers.delete(reader)
    reader.end(refusal)
  }
}
