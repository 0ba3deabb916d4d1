import type { Clock } from '../lib/time/clock.ts'
import type { Logger } from '../lib/logger.ts'
import { randomName, randomToken } from '../lib/bytes/random-token.ts'
import type { TokenRecord } from '../store/query/token.ts'
import { hashToken } from './owner.ts'
import type { Scope } from './scope.ts'

/** Where tokens are kept. Every call rejects with StoreAway while the database is away. */
export interface TokenStore {
  /** The token of a hash unless it was revoked. */
  readonly find: (hash: string) => Promise<TokenRecord | undefined>
  readonly list: () => Promise<readonly TokenRecord[]>
  /** @throws UnknownRoom if it is for a room that there is not. */
  readonly create: (token: TokenRecord) => Promise<void>
  readonly touch: (id: string, at: number) => Promise<void>
  /** @returns false if there is none, or it was revoked already. */
  readonly revoke: (id: string, at: number) => Promise<boolean>
}

/** A token was asked for a room that there is not. */
export class UnknownRoom extends Error {
  override readonly name = 'UnknownRoom'
}

/** What somebody wants a token for. */
export interface TokenWish {
  readonly name: string
  readonly scopes: readonly Scope[]
  readonly room?: string | undefined
}

/** What the tokens are made of. */
export interface TokensParts {
  readonly store: TokenStore
  readonly clock: Clock
  readonly log: Pick<Logger, 'warn'>
  /** Is told the id of each token that was revoked here. */
  readonly onRevoked: (id: string) => void
}

// A prefix that tools which look for leaked secrets can know; then 32 bytes in base64url.
const prefix = 'dr_'
const shape = /^dr_[\w-]{43}$/

// So long may a token that another process revoked still be good here.
const freshMs = 5_000
const maxCached = 1_000

const notedEveryMs = 60_000

/** The tokens of this server. What cannot be looked up is never taken for valid. */
export class Tokens {
  readonly #parts: TokensParts
  readonly #cache = new Map<string, Cached>()
  readonly #noted = new Map<string, number>()

  constructor(parts: TokensParts) {
    this.#parts = parts
  }

  /**
   * The token somebody showed, unless there is none like it or it was revoked; notes that it was
   * used. @throws StoreAway while that cannot be told.
   */
  async find(secret: string): Promise<TokenRecord | undefined> {
    if (!shape.test(secret)) return undefined
    const found = await this.#lookUp(await hashToken(secret))
    if (found) this.#note(found)
    return found
  }

  /** Every token, revoked ones too, oldest first. */
  list(): Promise<readonly TokenRecord[]> {
    return this.#parts.store.list()
  }

  /**
   * Makes a token. The secret is known to nobody afterwards but to who asked.
   *
   * @throws UnknownRoom if it is for a room that there is not.
   */
  async create(wish: TokenWish): Promise<{ readonly token: TokenRecord; readonly secret: string }> {
    const secret = `${prefix}${randomToken()}`
    const hash = await hashToken(secret)
    const token = { ...wish, id: randomName(), hash, createdAt: this.#parts.clock.now() }
    await this.#parts.store.create(token)
    this.#cache.delete(hash)
    return { token, secret }
  }

  /** Ends a token for good, at once. @returns false if there is none, or it was ended already. */
  async revoke(id: string): Promise<boolean> {
    const { store, clock, onRevoked } = this.#parts
    const revoked = await store.revoke(id, clock.now())
    // Answers under way may be from before: they are forgotten with the rest, and asked again.
    this.#cache.clear()
    onRevoked(id)
    return revoked
  }

  /** However many show one token at once, the database is asked once. */
  async #lookUp(hash: string): Promise<TokenRecord | undefined> {
    const cached = this.#cached(hash)
    const found = await cached.answer
    // Gone from the cache while we waited: it was revoked, or pushed out, or failed.
    return this.#cache.get(hash) === cached ? found : this.#parts.store.find(hash)
  }

  #cached(hash: string): Cached {
    const { store, clock } = this.#parts
    const there = this.#cache.get(hash)
    if (there && there.until > clock.now()) return there
    const cached = { until: clock.now() + freshMs, answer: store.find(hash) }
    cached.answer.catch(() => this.#forget(hash, cached)) // who waits for it is told
    this.#cache.delete(hash) // to stand last, as the newest
    this.#cache.set(hash, cached)
    dropOldest(this.#cache)
    return cached
  }

  #forget(hash: string, cached: Cached): void {
    if (this.#cache.get(hash) === cached) this.#cache.delete(hash)
  }

  #note({ id, lastUsedAt = 0 }: TokenRecord): void {
    const { store, clock, log } = this.#parts
    const now = clock.now()
    if (now - Math.max(lastUsedAt, this.#noted.get(id) ?? 0) < notedEveryMs) return
    this.#noted.delete(id)
    this.#noted.set(id, now)
    dropOldest(this.#noted)
    store.touch(id, now).catch((error: unknown) => log.warn({ error, id }, 'use not noted'))
  }
}

interface Cached {
  readonly until: number
  readonly answer: Promise<TokenRecord | undefined>
}

function dropOldest(map: Map<string, unknown>): void {
  if (map.size <= maxCached) return
  for (const oldest of map.keys()) {
    map.delete(oldest)
    return
  }
}
