import type { AccountRole } from '../../proto/api/account.ts'
import type { Clock, Timer } from '../lib/time/clock.ts'
import type { Logger } from '../lib/logger.ts'
import { randomName, randomToken } from '../lib/bytes/random-token.ts'
import type { Collection } from '../store/collection.ts'
import { DatabaseUnavailable } from '../store/engine/db.ts'
import type { Database } from '../store/engine/database.ts'
import type { SessionRecord } from '../store/query/session.ts'
import { hashToken } from './owner.ts'
import type { SessionEnd } from './principal.ts'
import { SessionIndex } from './session-index.ts'

/**
 * The store of sessions. Every call rejects with DatabaseUnavailable while the database is away.
 */
export type SessionStore = Pick<Collection<SessionRecord>, 'load' | 'save' | 'change' | 'remove'>

/** Dependencies of {@link Sessions}. */
export interface SessionsParts {
  readonly store: SessionStore
  readonly clock: Clock
  readonly log: Pick<Logger, 'warn'>
  /** Receives the id of each session that has ended, its account, and why. */
  readonly onEnded: (id: string, account: string, why: SessionEnd) => void
  /** Returns true while a stream is open that was opened with the session, which is then in use. */
  readonly isReading: (id: string) => boolean
  /** Returns the role of an account; undefined if it cannot be used, and its sessions neither. */
  readonly roleOf: (account: string) => AccountRole | undefined
  /** Runs work that needs the store, and repeats it until the store is available. */
  readonly whenAvailable: Database['whenAvailable']
}

/** The beginning of a session. */
export interface SessionInput {
  readonly account: string
  readonly agent?: string | undefined
  readonly address?: string | undefined
}

/** A new session. */
export interface NewSession {
  readonly id: string
  /** The secret for the cookie of the browser; the server keeps only its hash. */
  readonly secret: string
  readonly maxAgeMs: number
}

interface Life {
  /** The time after which a session ends, used or not. */
  readonly lifeMs: number
  /** The time after which it ends if it is not used. */
  readonly idleMs: number
  /** The time for which a use is not stored again. */
  readonly touchMs: number
}

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

// OWASP ASVS 5.0, 7.3.1 and 7.3.2: for accounts that administer.
const staffLife: Life = { lifeMs: 12 * hourMs, idleMs: 2 * hourMs, touchMs: minuteMs }
const viewerLife: Life = { lifeMs: 30 * dayMs, idleMs: Infinity, touchMs: hourMs }

const sweepEveryMs = minuteMs

// Beyond these numbers the oldest session ends, a viewer's before that of staff. One takes about
// half a kilobyte of memory.
const maxSessions = 50_000
const maxOfAccount = 50

// The reasons for which the newest sessions ended, for their next request.
const maxEnded = 10_000

/**
 * Holds the sessions of logged-in browsers. All sessions are in memory, so that a request needs no
 * query of the database. A session that begins while the database is unavailable is valid at once,
 * and is stored later; a session that is not loaded yet is never accepted.
 */
export class Sessions {
  readonly #parts: SessionsParts
  #sessions = new SessionIndex()
  readonly #ended = new Map<string, SessionEnd>()
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
    this.#sessions = new SessionIndex()
    for (const session of [...stored, ...begunMeanwhile.all()]) this.#sessions.set(session)
    this.#loaded = true
  }

  /** Starts a session. */
  async begin({ account, agent, address }: SessionInput): Promise<NewSession> {
    const { clock, store } = this.#parts
    const { lifeMs } = this.#lifeOf(account)
    const secret = randomToken()
    const now = clock.now()
    const id = randomName()
    const times = { createdAt: now, usedAt: now, expiresAt: now + lifeMs }
    const session = { id, account, hash: await hashToken(secret), ...times, agent, address }
    this.#sessions.set(session)
    await this.#store(async () => {
      if (this.#sessions.byId(id)) await store.save(session)
    })
    const surplus = this.#surplus(account)
    if (surplus) await this.end(surplus.id)
    return { id, secret, maxAgeMs: lifeMs }
  }

  /**
   * Returns a session by its secret, and records its use; the reason if it has ended.
   *
   * @throws DatabaseUnavailable for an unknown secret until the stored sessions are loaded.
   */
  async find(secret: string): Promise<SessionRecord | SessionEnd> {
    const hash = await hashToken(secret)
    const session = this.#sessions.byHash(hash)
    if (!session && !this.#loaded)
      throw new DatabaseUnavailable('opening', 'the sessions are not loaded yet')
    if (!session) return this.#ended.get(hash) ?? 'expired'
    const now = this.#parts.clock.now()
    if (this.#isExpired(session, now)) {
      await this.end(session.id, 'expired')
      return 'expired'
    }
    this.#recordUse(session, now)
    return session
  }

  /** Returns true if a session with this id has not ended. */
  isOpen(id: string): boolean {
    return this.#sessions.byId(id) !== undefined
  }

  /** Returns the sessions of an account, newest first. */
  listOf(account: string): readonly SessionRecord[] {
    return this.#sessions.of(account).toReversed()
  }

  /** Ends a session at once, together with the streams that were opened with it. */
  async end(id: string, why: SessionEnd = 'revoked'): Promise<void> {
    const { store, onEnded } = this.#parts
    const session = this.#sessions.byId(id)
    if (!session) return
    this.#sessions.delete(session)
    this.#ended.set(session.hash, why)
    const [oldest] = this.#ended.keys()
    if (this.#ended.size > maxEnded && oldest !== undefined) this.#ended.delete(oldest)
    onEnded(id, session.account, why)
    await this.#store(() => store.remove(id))
  }

  /** Ends every session of an account but one. */
  async endOf(account: string, why?: SessionEnd, except?: string): Promise<void> {
    const others = this.#sessions.of(account).filter(({ id }) => id !== except)
    await Promise.all(others.map(({ id }) => this.end(id, why)))
  }

  /** Stops the regular search for expired sessions. */
  close(): void {
    this.#sweep?.cancel()
  }

  #lifeOf(account: string): Life {
    const role = this.#parts.roleOf(account)
    return role === 'viewer' || role === 'guest' ? viewerLife : staffLife
  }

  /** Returns the session that ends if there are too many. */
  #surplus(account: string): SessionRecord | undefined {
    const own = this.#sessions.of(account)
    if (own.length > maxOfAccount) return own[0]
    if (this.#sessions.size <= maxSessions) return undefined
    for (const session of this.#sessions.all()) {
      if (this.#lifeOf(session.account) === viewerLife) return session
    }
    return own[0]
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

  #isExpired({ id, account, usedAt, expiresAt }: SessionRecord, now: number): boolean {
    const idle = now - usedAt >= this.#lifeOf(account).idleMs
    return now >= expiresAt || (idle && !this.#parts.isReading(id))
  }

  #recordUse(session: SessionRecord, now: number): void {
    if (now - session.usedAt < this.#lifeOf(session.account).touchMs) return
    const { store, log } = this.#parts
    const used = { ...session, usedAt: now }
    this.#sessions.set(used)
    store
      .change(session.id, () => used)
      .catch((error: unknown) => log.warn({ error, id: session.id }, 'use not noted'))
  }

  /** Schedules a search for expired sessions: their streams must end without any request. */
  #scheduleSweep(): void {
    const { clock, log, isReading } = this.#parts
    this.#sweep = clock.after(sweepEveryMs, () => {
      const now = clock.now()
      for (const session of this.#sessions.all()) {
        if (this.#isExpired(session, now)) {
          this.end(session.id, 'expired').catch((error: unknown) =>
            log.warn({ error }, 'session not ended'),
          )
        } else if (isReading(session.id)) this.#recordUse(session, now)
      }
      this.#scheduleSweep()
    })
  }
}
