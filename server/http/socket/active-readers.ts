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
  replaced: { refused: 'not-allowed', reason: 'your session ended by another login: log in again' },
} as const satisfies Record<string, RoomDenied>

/** Decides whether a caller may read one room. */
export type ReadCheck = (principal: Principal) => Decision

/** The readers of now. A right that ends also ends the streams that were opened with it. */
export class ActiveReaders {
  readonly #checkOf: (room: string) => ReadCheck
  readonly #readers = new Set<Reader>()
  /** The readers of each token and session: thousands of sessions are asked about each minute. */
  readonly #ofGrant = new Map<string, Set<Reader>>()

  /** @param checkOf - returns the access check of a room with its current configuration. */
  constructor(checkOf: (room: string) => ReadCheck) {
    this.#checkOf = checkOf
  }

  /** Adds a reader. @returns a function to call when the reader has left. */
  join(reader: Reader): () => void {
    this.#readers.add(reader)
    const grant = grantOf(reader.principal)
    if (grant !== undefined) {
      this.#ofGrant.set(grant, (this.#ofGrant.get(grant) ?? new Set()).add(reader))
    }
    return () => this.#leave(reader)
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
    for (const reader of this.#ofGrant.get(grant) ?? []) this.#end(reader, why)
  }

  /** Returns true if a stream is open that was opened with a token or session, or with its ticket. */
  reads(grant: string): boolean {
    return this.#ofGrant.has(grant)
  }

  #end(reader: Reader, refusal: RoomDenied): void {
    this.#leave(reader)
    reader.end(refusal)
  }

  #leave(reader: Reader): void {
    this.#readers.delete(reader)
    const grant = grantOf(reader.principal) ?? ''
    const others = this.#ofGrant.get(grant)
    others?.delete(reader)
    if (others?.size === 0) this.#ofGrant.delete(grant)
  }
}
