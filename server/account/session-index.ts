import type { SessionRecord } from '../store/query/session.ts'

/** The sessions in memory, by the hash of their secret, by id and by account, each oldest first. */
export class SessionIndex {
  readonly #byHash = new Map<string, SessionRecord>()
  readonly #hashes = new Map<string, string>()
  readonly #ofAccount = new Map<string, Set<string>>()

  /** The number of sessions. */
  get size(): number {
    return this.#byHash.size
  }

  /** Returns the session whose secret has this hash. */
  byHash(hash: string): SessionRecord | undefined {
    return this.#byHash.get(hash)
  }

  /** Returns the session with this id. */
  byId(id: string): SessionRecord | undefined {
    return this.#byHash.get(this.#hashes.get(id) ?? '')
  }

  /** Returns every session. */
  all(): IterableIterator<SessionRecord> {
    return this.#byHash.values()
  }

  /** Returns the sessions of an account. */
  of(account: string): readonly SessionRecord[] {
    return [...(this.#ofAccount.get(account) ?? [])].flatMap((id) => this.byId(id) ?? [])
  }

  /** Adds or replaces a session. */
  set(session: SessionRecord): void {
    const { id, hash, account } = session
    this.#byHash.set(hash, session)
    this.#hashes.set(id, hash)
    const ids = this.#ofAccount.get(account) ?? new Set()
    this.#ofAccount.set(account, ids.add(id))
  }

  /** Removes a session; does nothing if it is not there. */
  delete({ id, hash, account }: SessionRecord): void {
    this.#byHash.delete(hash)
    this.#hashes.delete(id)
    const ids = this.#ofAccount.get(account)
    ids?.delete(id)
    if (ids?.size === 0) this.#ofAccount.delete(account)
  }
}
