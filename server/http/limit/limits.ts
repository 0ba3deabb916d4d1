import type { LimitConfig } from '../../config/limits.ts'
import type { Clock } from '../../lib/time/clock.ts'
import { networkOf } from '../../lib/net/address.ts'
import type { ClientAddress } from '../../lib/net/client-address.ts'
import { Attempts } from './attempts.ts'
import { type TokenBuckets, createTokenBuckets } from '../../lib/time/token-bucket.ts'
import { Problem } from '../problem.ts'

/** The limits by address and in all. An address is an IPv4 address or an IPv6 network of 64 bits. */
export type LimitOptions = Pick<
  LimitConfig,
  | 'maxSockets'
  | 'maxSocketsPerAddress'
  | 'streamsPerMinute'
  | 'loginsPerQuarter'
  | 'testEventsPerSecond'
>

const secondMs = 1_000
const minuteMs = 60_000
const comeBackMs = 5_000

/** The client that limits count; undefined if it is unknown, and then exempt like this machine. */
export type CountedPeer = Pick<ClientAddress, 'address' | 'local'> | undefined

/** Limits on streams and logins, in total and by address. This machine is exempt. */
export class Limits {
  readonly #options: LimitOptions
  readonly #arrivals: TokenBuckets
  readonly #logins: TokenBuckets
  readonly #names: TokenBuckets
  readonly #attempts: Attempts
  readonly #testEvents: TokenBuckets
  readonly #open = new Map<string, number>()
  #total = 0

  constructor(options: LimitOptions, clock: Clock) {
    this.#options = options
    const { streamsPerMinute, loginsPerQuarter, testEventsPerSecond } = options
    this.#arrivals = createTokenBuckets({ size: streamsPerMinute, fullMs: minuteMs }, clock)
    this.#logins = createTokenBuckets({ size: loginsPerQuarter, fullMs: 15 * minuteMs }, clock)
    // Many addresses may try one name; its owner needs a try too.
    const byName = { size: 5 * loginsPerQuarter, fullMs: 15 * minuteMs }
    this.#names = createTokenBuckets(byName, clock)
    this.#attempts = new Attempts(this.#logins, clock)
    this.#testEvents = createTokenBuckets({ size: testEventsPerSecond, fullMs: secondMs }, clock)
  }

  /**
   * Counts one more stream.
   *
   * @returns a function to call when the stream has ended. @throws Problem if there are too many.
   */
  enter(from: CountedPeer): () => void {
    const { maxSockets, maxSocketsPerAddress } = this.#options
    const key = keyOf(from)
    if (key !== undefined) paced(this.#arrivals, key, 'too many streams were opened from here')
    if (this.#total >= maxSockets) {
      throw new Problem('too-many-streams', 'too many streams are open', { afterMs: comeBackMs })
    }
    if (key !== undefined && (this.#open.get(key) ?? 0) >= maxSocketsPerAddress) {
      const detail = `one address may have ${maxSocketsPerAddress} streams`
      throw new Problem('too-many-requests', detail, { afterMs: comeBackMs })
    }
    this.#count(key, 1)
    let left = false
    return () => {
      if (!left) this.#count(key, -1)
      left = true
    }
  }

  /** Counts a login attempt. @throws Problem if there were too many. */
  login(from: CountedPeer): void {
    const key = keyOf(from)
    if (key !== undefined) paced(this.#logins, key, 'too many tries to log in')
  }

  /**
   * Counts a try to log in under a name, from whatever address. @returns a function to call if it was
   * right, which then does not count. @throws Problem if there were too many.
   */
  loginAs(name: string): () => void {
    paced(this.#names, name, 'too many tries to log in under this name')
    return () => this.#names.give(name)
  }

  /**
   * Checks a secret, identified by its hash; wrong secrets count like login attempts.
   *
   * @throws Problem if there were too many.
   */
  attempt<T>(
    from: CountedPeer,
    hash: string,
    check: () => Promise<T | undefined>,
  ): Promise<T | undefined> {
    return this.#attempts.check({ key: keyOf(from), hash }, check)
  }

  /** Counts test events of a room, from all clients. @throws Problem if there are too many. */
  testEvents(room: string, count: number): void {
    const afterMs = this.#testEvents.take(room, count)
    if (afterMs > 0) {
      const { testEventsPerSecond: most } = this.#options
      const detail = `a room takes ${most} test events a second (TEST_EVENTS_PER_SECOND)`
      throw new Problem('too-many-requests', detail, { afterMs })
    }
  }

  #count(key: string | undefined, change: 1 | -1): void {
    this.#total += change
    if (key === undefined) return
    const open = (this.#open.get(key) ?? 0) + change
    if (open > 0) this.#open.set(key, open)
    else this.#open.delete(key)
  }
}

/** Returns the network address of a client; undefined for this machine, and if it is unknown. */
export function keyOf(from: CountedPeer): string | undefined {
  return from === undefined || from.local ? undefined : networkOf(from.address)
}

function paced(buckets: TokenBuckets, key: string, detail: string): void {
  const afterMs = buckets.take(key)
  if (afterMs > 0) throw new Problem('too-many-requests', detail, { afterMs })
}
