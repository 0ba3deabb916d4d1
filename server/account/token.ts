import type { Clock } from '../lib/time/clock.ts'
import type { Logger } from '../lib/logger.ts'
import { randomName, randomToken } from '../lib/bytes/random-token.ts'
import type { TokenRecord } from '../store/query/token.ts'
import { hashToken } from './owner.ts'
import type { Scope } from '../../proto/api/scope.ts'

/** The store of tokens. Every call rejects with DatabaseUnavailable while the database is away. */
export interface TokenStore {
  /** Returns the token of a hash unless it was revoked. */
  readonly find: (hash: string) => Promise<TokenRecord | undefined>
  readonly list: () => Promise<readonly TokenRecord[]>
  /** Stores a token. @throws UnknownRoom if its room does not exist. */
  readonly create: (token: TokenRecord) => Promise<void>
  readonly touch: (id: string, at: number) => Promise<void>
  /** Revokes a token. @returns false if there is none, or it was revoked already. */
  readonly revoke: (id: string, at: number) => Promise<boolean>
}

/** The error of a token for a room that does not exist. */
export class UnknownRoom extends Error {
  override readonly name = 'UnknownRoom'
}

/** The request to create a token. */
export interface TokenInput {
  readonly name: string
  readonly scopes: readonly Scope[]
  readonly room?: string | undefined
  /** The account for which the token takes part in live rooms. */
  readonly account?: string | undefined
}

/** The dependencies of the tokens. */
export interface TokensParts {
  readonly store: TokenStore
  readonly clock: Clock
  readonly log: Pick<Logger, 'warn'>
  /** Receives the id of each token that was revoked here. */
  readonly onRevoked: (id: string) => void
}

// A prefix that secret scanners can recognize; then 32 bytes in base64url.
const prefix = 'dr_'
const shape = /^dr_[\w-]{43}$/

// The time for which a token that another process revoked may still be valid here.
const freshMs = 5_000
const maxCached = 1_000

const notedEveryMs = 60_000

/** The tokens of this server. A token that cannot be looked up is never accepted. */
export class Tokens {
  readonly #parts: TokensParts
  readonly #cache = new Map<string, Cached>()
  readonly #noted = new Map<string, number>()

  constructor(parts: TokensParts) {
    this.#parts = parts
  }

  /**
   * Returns the token of a secret, unless it is unknown or revoked; records its use.
   *
   * @throws DatabaseUnavailable while that cannot be looked up.
   */
  async find(secret: string): Promise<TokenRecord | undefined> {
    if (!shape.test(secret)) return undefined
    const found = await this.#lookUp(await hashToken(secret))
    if (found) this.#note(found)
    return found
  }

  /** Returns every token, revoked ones too, oldest first. */
  list(): Promise<readonly TokenRecord[]> {
    return this.#parts.store.list()
  }

  /**
   * Creates a token. Only the caller receives the secret.
   *
   * @throws UnknownRoom if its room does not exist.
   */
  async create(
    input: TokenInput,
  ): Promise<{ readonly token: TokenRecord; readonly secret: string }> {
    const secret = `${prefix}${randomToken()}`
    const hash = await hashToken(secret)
    const token = { ...input, id: randomName(), hash, createdAt: this.#parts.clock.now() }
    await this.#parts.store.create(token)
    this.#cache.delete(hash)
    return { token, secret }
  }

  /** Revokes a token at once. @returns false if there is none, or it was revoked already. */
  async revoke(id: string): Promise<boolean> {
    const { store, clock, onRevoked } = this.#parts
    const revoked = await store.revoke(id, clock.now())
    // Pending answers may be from before the revocation: they are dropped with the rest, and
    // queried again.
    this.#cache.clear()
    onRevoked(id)
    return revoked
  }

  /** Revokes the tokens of an account. */
  async revokeOf(account: string): Promise<void> {
    for (const token of await this.list()) {
      if (token.account === account && token.revokedAt === undefined) await this.revoke(token.id)
    }
  }

  /** Looks up a token with one query for all requests of the same moment. */
  async #lookUp(hash: string): Promise<TokenRecord | undefined> {
    const cached = this.#cached(hash)
    const found = await cached.answer
    // Removed from the cache meanwhile: it was revoked, or pushed out, or failed.
    return this.#cache.get(hash) === cached ? found : this.#parts.store.find(hash)
  }

  #cached(hash: string): Cached {
    const { store, clock } = this.#parts
    const there = this.#cache.get(hash)
    if (there && there.until > clock.now()) return there
    const cached = { until: clock.now() + freshMs, answer: store.find(hash) }
    cached.answer.catch(() => this.#forget(hash, cached)) // the caller that waits for it gets the error
    this.#cache.delete(hash) // to be the last one, as the newest
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
