import type { Clock } from '../../lib/time/clock.ts'
import type { TokenBuckets } from '../../lib/time/token-bucket.ts'
import { Problem } from '../problem.ts'

/** A secret that a client sends to be checked. */
export interface Attempt {
  /** The address whose wrong secrets are counted; undefined if they are not counted. */
  readonly key: string | undefined
  /** A hash of the secret, which identifies it without revealing it. */
  readonly hash: string
}

// The same wrong secret, as from a page with an old link, is not counted again for this time.
const wrongMs = 10 * 60_000
const maxKnown = 10_000

/**
 * Limits the number of wrong secrets by address. Beyond the limit, no new secret of the address is
 * checked. A secret that was right from the same address before is always checked, so that clients
 * behind one address do not block each other.
 */
export class Attempts {
  readonly #buckets: TokenBuckets
  readonly #clock: Clock
  readonly #right = new Set<string>()
  readonly #wrong = new Map<string, number>()
  readonly #checking = new Map<string, Promise<unknown>>()

  constructor(buckets: TokenBuckets, clock: Clock) {
    this.#buckets = buckets
    this.#clock = clock
  }

  /**
   * Returns the result of a check; undefined if the secret is wrong.
   *
   * @throws Problem after too many wrong secrets; the errors of the check, which are not counted.
   */
  async check<T>(
    { key, hash }: Attempt,
    check: () => Promise<T | undefined>,
  ): Promise<T | undefined> {
    if (key === undefined) return check()
    const pair = `${key} ${hash}`
    // One check decides for the requests that send the same secret at the same time, so that
    // the streams of one page do not count as many attempts.
    for (let other = this.#checking.get(pair); other; other = this.#checking.get(pair)) {
      await other.catch(() => undefined) // its caller gets the error
    }
    if (this.#right.has(pair)) {
      const found = await check()
      if (found === undefined) this.#right.delete(pair)
      return found
    }
    if ((this.#wrong.get(pair) ?? 0) > this.#clock.now()) return undefined
    const afterMs = this.#buckets.take(key)
    if (afterMs > 0) throw new Problem('too-many-requests', 'too many wrong tokens', { afterMs })
    // Counted before the result is known, so that checks of other secrets are limited meanwhile.
    const checking = this.#checkNew({ key, hash: pair }, check)
    this.#checking.set(pair, checking)
    try {
      return await checking
    } finally {
      this.#checking.delete(pair)
    }
  }

  async #checkNew<T>(
    { key = '', hash: pair }: Attempt,
    check: () => Promise<T | undefined>,
  ): Promise<T | undefined> {
    try {
      const found = await check()
      if (found === undefined) {
        remember(this.#wrong, () => this.#wrong.set(pair, this.#clock.now() + wrongMs))
        return undefined
      }
      this.#buckets.give(key)
      remember(this.#right, () => this.#right.add(pair))
      return found
    } catch (error) {
      this.#buckets.give(key)
      throw error
    }
  }
}

function remember(known: Set<string> | Map<string, number>, add: () => void): void {
  add()
  const [oldest] = known.keys()
  if (known.size > maxKnown && oldest !== undefined) known.delete(oldest)
}
