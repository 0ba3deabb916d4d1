import type { Clock, Timer } from '../lib/clock.ts'
import type { Logger } from '../lib/logger.ts'
import { randomName, randomToken } from '../lib/random-token.ts'
import { StoreAway } from '../store/db.ts'
import type { SessionRecord } from '../store/session.ts'
import { hashToken } from './owner.ts'

/** Where sessions are kept. Every call rejects with StoreAway while the database is away. */
export interface SessionStore {
  readonly load: () => Promise<readonly SessionRecord[]>
  readonly create: (session: SessionRecord) => Promise<void>
  readonly touch: (id: string, at: number) => Promise<void>
  readonly remove: (id: string) => Promise<void>
}

/** What the sessions are made of. */
export interface SessionsParts {
  readonly store: SessionStore
  readonly clock: Clock
  readonly log: Pick<Logger, 'warn'>
  /** Is told the id of each session that ended. */
  readonly onEnded: (id: string) => void
  /** True while a stream is open that was opened with a session: it is in use then. */
  readonly isReading: (id: string) => boolean
  /** Does what needs the store, again and again until that is there. */
  readonly whenThere: (work: () => Promise<void>) => Promise<void>
}

/** A session that began. */
export interface NewSession {
  /** Known to nobody afterwards but to the browser. */
  readonly secret: string
  readonly maxAgeMs: number
}

// OWASP ASVS 5.0, 7.3.1 and 7.3.2: for accounts that administer.
const lifeMs = 12 * 3_600_000
const idleMs = 2 * 3_600_000

const sweepEveryMs = 60_000
const touchEveryMs = 60_000

// Beyond this many the oldest ends.
const maxSessions = 1_000

/**
 * Who is logged in with a browser. All sessions are in memory, so that none is asked of the database
 * for each request. One that begins while that is away is good at once, and stored later; one that
 * cannot be known yet is never taken for valid.
 */
export class Sessions {
  readonly #parts: SessionsParts
  /** By the hash of the secret, oldest first. */
  #sessions = new Map<string, SessionRecord>()
  #loaded = false
  #sweep: Timer | undefined

  constructor(parts: SessionsParts) {
    this.#parts = parts
    this.#expectSweep()
  }

  /** Takes up what is kept. @throws as the store does. */
  async load(): Promise<void> {
    const kept = await this.#parts.store.load()
    const begun = this.#sessions
    this.#sessions = new Map(kept.map((session) => [session.hash, session]))
    for (const [hash, session] of begun) this.#sessions.set(hash, session)
    this.#loaded = true
  }

  /** Begins a session. */
  async begin(): Promise<NewSession> {
    const { clock, store } = this.#parts
    const secret = randomToken()
    const now = clock.now()
    const hash = await hashToken(secret)
    const times = { createdAt: now, usedAt: now, expiresAt: now + lifeMs }
    const session = { id: randomName(), hash, ...times }
    this.#sessions.set(hash, session)
    await this.#store(async () => {
      if (this.#sessions.has(hash)) await store.create(session)
    })
    const [oldest] = this.#sessions.values()
    if (oldest && this.#sessions.size > maxSessions) await this.end(oldest.id)
    return { secret, maxAgeMs: lifeMs }
  }

  /**
   * Returns the id of a session by its secret, and notes its use; undefined if it ended.
   *
   * @throws StoreAway until it is known which sessions there are.
   */
  async find(secret: string): Promise<string | undefined> {
    const session = this.#sessions.get(await hashToken(secret))
    if (!session && !this.#loaded) throw new StoreAway('the sessions are not loaded yet')
    if (!session) return undefined
    const now = this.#parts.clock.now()
    if (this.#isOver(session, now)) {
      await this.end(session.id)
      return undefined
    }
    this.#use(session, now)
    return session.id
  }

  /** Ends a session at once, and what was opened with it. */
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

  /** Looks no more for sessions that are over. */
  close(): void {
    this.#sweep?.cancel()
  }

  /** What has changed here holds; the store is told as soon as it is there. */
  async #store(work: () => Promise<void>): Promise<void> {
    const { whenThere, log } = this.#parts
    try {
      await work()
    } catch (error) {
      if (!(error instanceof StoreAway)) throw error
      log.warn({}, 'a change of sessions is not stored yet')
      whenThere(work).catch((late: unknown) =>
        log.warn({ error: late }, 'a change of sessions is not stored'),
      )
    }
  }

  #isOver({ id, usedAt, expiresAt }: SessionRecord, now: number): boolean {
    return now >= expiresAt || (now - usedAt >= idleMs && !this.#parts.isReading(id))
  }

  #use(session: SessionRecord, now: number): void {
    if (now - session.usedAt < touchEveryMs) return
    const { store, log } = this.#parts
    this.#sessions.set(session.hash, { ...session, usedAt: now })
    store
      .touch(session.id, now)
      .catch((error: unknown) => log.warn({ error, id: session.id }, 'use not noted'))
  }

  /** What was opened with a session ends with it, though nobody asks for anything any more. */
  #expectSweep(): void {
    const { clock, log, isReading } = this.#parts
    this.#sweep = clock.after(sweepEveryMs, () => {
      const now = clock.now()
      for (const session of this.#sessions.values()) {
        if (this.#isOver(session, now)) {
          this.end(session.id).catch((error: unknown) => log.warn({ error }, 'session not ended'))
        } else if (isReading(session.id)) this.#use(session, now)
      }
      this.#expectSweep()
    })
  }
}
