import type { Clock } from '../lib/clock.ts'
import type { Buckets } from './bucket.ts'
import { Problem } from './problem.ts'

/** A secret that somebody shows. */
export interface Attempt {
  /** The address it is counted for; undefined where none is. */
  readonly key: string | undefined
  /** A hash of the secret: which one it is, not what it is. */
  readonly hash: string
}

// A wrong secret that is shown again, as by a page with an old link, tells nobody anything new.
const wrongMs = 10 * 60_000
const maxKnown = 10_000

/**
 * Checks of secrets, so many for each address that turn out wrong. What costs anything to check is
 * not checked beyond that; whoever shows from an address what was right from there is not held up by
 * others who come from it too.
 */
export class Attempts {
  readonly #buckets: Buckets
  readonly #clock: Clock
  readonly #right = new Set<string>()
  readonly #wrong = new Map<string, number>()

  constructor(buckets: Buckets, clock: Clock) {
    this.#buckets = buckets
    this.#clock = clock
  }

  /**
   * Returns what a check finds; undefined if the secret is wrong.
   *
   * @throws Problem if there were too many wrong ones; what the check throws, which counts for nothing.
   */
  async check<T>(
    { key, hash }: Attempt,
    check: () => Promise<T | undefined>,
  ): Promise<T | undefined> {
    if (key === undefined) return check()
    const pair = `${key} ${hash}`
    if (!this.#right.has(pair)) {
      if ((this.#wrong.get(pair) ?? 0) > this.#clock.now()) return undefined
      const afterMs = this.#buckets.take(key)
      if (afterMs > 0) throw new Problem('too-many-requests', 'too many wrong tokens', { afterMs })
      // Taken before it is known: of many that come at once no more are under way either.
      return this.#first({ key, hash: pair }, check)
    }
    const found = await check()
    if (found === undefined) this.#right.delete(pair)
    return found
  }

  async #first<T>(
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
