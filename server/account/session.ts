import type { Clock, Timer } from '../lib/time/clock.ts'
import type { Logger } from '../lib/logger.ts'
import { randomName, randomToken } from '../lib/bytes/random-token.ts'
import type { Collection } from '../store/collection.ts'
import { DatabaseUnavailable } from '../store/engine/db.ts'
import type { Database } from '../store/engine/database.ts'
import type { SessionRecord } from '../store/query/session.ts'
import { hashToken } from './owner.ts'

/**
 * The store of sessions. Every call rejects with DatabaseUnavailable while the database is away.
 */
export type SessionStore = Pick<Collection<SessionRecord>, 'load' | 'save' | 'change' | 'remove'>

/** Dependencies of {@link Sessions}. */
export interface SessionsParts {
  readonly store: SessionStore
  readonly clock: Clock
  readonly log: Pick<Logger, 'warn'>
  /** Receives the id of each session that has ended. */
  readonly onEnded: (id: string) => void
  /** Returns true while a stream is open that was opened with the session, which is then in use. */
  readonly isReading: (id: string) => boolean
  /** Runs work that needs the store, and repeats it until the store is available. */
  readonly whenAvailable: Database['whenAvailable']
}

/** A new session. */
export interface NewSession {
  /** The secret for the cookie of the browser; the server keeps only its hash. */
  readonly secret: string
  readonly maxAgeMs: number
}

// OWASP ASVS 5.0, 7.3.1 and 7.3.2: for accounts that administer.
const lifeMs = 12 * 3_600_000
const idleMs = 2 * 3_600_000

const sweepEveryMs = 60_000
const touchEveryMs = 60_000

// Beyond this number the oldest session ends.
const maxSessions = 1_000

/**
 * Holds the sessions of logged-in browsers. All sessions are in memory, so that a request needs no
 * query of the database. A session that begins while the database is unavailable is valid at once,
 * and is stored later; a session that is not loaded yet is never accepted.
 */
export class Sessions {
  readonly #parts: SessionsParts
  /** By the hash of the secret, oldest first. */
  #sessions = new Map<string, SessionRecord>()
  #loaded = false
  #sweep: Timer | undefined

  constructor(parts: SessionsParts) {
    this.#parts = parts
    this.#scheduleSweep()
  }

  /** Loads the stored sessions. @throws the errors of the store. */
  async load(): Promise<void> {
    const stored = await this.#parts.store.load()
    const begunMeanwhile = this.#sessions
    this.#sessions = new Map(stored.map((session) => [session.hash, session]))
    for (const [hash, session] of begunMeanwhile) this.#sessions.set(hash, session)
    this.#loaded = true
  }

  /** Starts a session. */
  async begin(): Promise<NewSession> {
    const { clock, store } = this.#parts
    const secret = randomToken()
    const now = clock.now()
    const hash = await hashToken(secret)
    const times = { createdAt: now, usedAt: now, expiresAt: now + lifeMs }
    const session = { id: randomName(), hash, ...times }
    this.#sessions.set(hash, session)
    await this.#store(async () => {
      if (this.#sessions.has(hash)) await store.save(session)
    })
    const [oldest] = this.#sessions.values()
    if (oldest && this.#sessions.size > maxSessions) await this.end(oldest.id)
    return { secret, maxAgeMs: lifeMs }
  }

  /**
   * Returns the id of a session by its secret, and records its use; undefined if it has ended.
   *
   * @throws DatabaseUnavailable for an unknown secret until the stored sessions are loaded.
   */
  async find(secret: string): Promise<string | undefined> {
    const session = this.#sessions.get(await hashToken(secret))
    if (!session && !this.#loaded)
      throw new DatabaseUnavailable('opening', 'the sessions are not loaded yet')
    if (!session) return undefined
    const now = this.#parts.clock.now()
    if (this.#isExpired(session, now)) {
      await this.end(session.id)
      return undefined
    }
    this.#recordUse(session, now)
    return session.id
  }

  /** Ends a session at once, together with the streams that were opened with it. */
  async end(id: string): Promise<void> {
    const { store, onEnded } = this.#parts
    for (const { hash, ...session } of this.#sessions.values()) {
      if (session.id === id) this.#sessions.delete(hash)
    }
    onEnded(id)
    await this.#store(() => store.remove(id))
  }

  /** Ends every session. */
  async endAll(): Promise<void> {
    const ids = [...this.#sessions.values()].map(({ id }) => id)
    await Promise.all(ids.map((id) => this.end(id)))
  }

  /** Stops the regular search for expired sessions. */
  close(): void {
    this.#sweep?.cancel()
  }

  /** Stores a change that already holds in memory; repeats it until the store is available. */
  async #store(work: () => Promise<unknown>): Promise<void> {
    const { whenAvailable, log } = this.#parts
    try {
      await work()
    } catch (error) {
      if (!(error instanceof DatabaseUnavailable)) throw error
      log.warn({}, 'a change of sessions is not stored yet')
      whenAvailable(work).catch((late: unknown) =>
        log.warn({ error: late }, 'a change of sessions is not stored'),
      )
    }
  }

  #isExpired({ id, usedAt, expiresAt }: SessionRecord, now: number): boolean {
    return now >= expiresAt || (now - usedAt >= idleMs && !this.#parts.isReading(id))
  }

  #recordUse(session: SessionRecord, now: number): void {
    if (now - session.usedAt < touchEveryMs) return
    const { store, log } = this.#parts
    const used = { ...session, usedAt: now }
    this.#sessions.set(session.hash, used)
    store
      .change(session.id, () => used)
      .catch((error: unknown) => log.warn({ error, id: session.id }, 'use not noted'))
  }

  /** Schedules a search for expired sessions: their streams must end without any request. */
  #scheduleSweep(): void {
    const { clock, log, isReading } = this.#parts
    this.#sweep = clock.after(sweepEveryMs, () => {
      const now = clock.now()
      for (const session of this.#sessions.values()) {
        if (this.#isExpired(session, now)) {
          this.end(session.id).catch((error: unknown) => log.warn({ error }, 'session not ended'))
        } else if (isReading(session.id)) this.#recordUse(session, now)
      }
      this.#scheduleSweep()
    })
  }
}
