import type { Clock, Timer } from '../lib/time/clock.ts'
import { createTokenBuckets } from '../lib/time/token-bucket.ts'

/**
 * Limits the rate at which all sources together connect, such as after an outage of the network.
 */
export interface ConnectLimiter {
  /**
   * Calls `start` once there is a permit for `key`: at once, or after the earlier ones in the
   * queue. Undefined if the queue is full.
   */
  readonly enter: (key: string, start: () => void) => ConnectPermit | undefined
}

/** A permit to connect, or a place in the queue for it. */
export interface ConnectPermit {
  /** Returns the permit or leaves the queue. Idempotent. */
  readonly leave: () => void
}

/** The limits and dependencies of a connect limiter. */
export interface ConnectLimiterParts {
  readonly clock: Clock
  /** Starts per second in the long run. */
  readonly perSecond: number
  /** Starts at once after a pause. */
  readonly burst: number
  /** The maximal number of permits of one key at a time. */
  readonly perKey: number
  /** The maximal length of the queue. */
  readonly maxWaiting: number
}

interface Entry {
  readonly key: string
  readonly start: () => void
}

/**
 * Creates a token bucket with a queue: first come first served, but a full key does not block
 * others.
 */
export function createConnectLimiter(parts: ConnectLimiterParts): ConnectLimiter {
  const { clock, perSecond, burst, perKey, maxWaiting } = parts
  const bucket = createTokenBuckets({ size: burst, fullMs: (burst * 1000) / perSecond }, clock)
  const started = new Map<string, number>()
  let waiting: readonly Entry[] = []
  let timer: Timer | undefined

  const pump = (): void => {
    for (;;) {
      const entry = waiting.find(({ key }) => (started.get(key) ?? 0) < perKey)
      if (!entry) return
      const waitMs = bucket.take('all')
      if (waitMs > 0) {
        timer?.cancel()
        timer = clock.after(Math.ceil(waitMs), pump)
        return
      }
      waiting = waiting.filter((other) => other !== entry)
      started.set(entry.key, (started.get(entry.key) ?? 0) + 1)
      entry.start()
    }
  }
  const leave = (entry: Entry): void => {
    if (waiting.includes(entry)) {
      waiting = waiting.filter((other) => other !== entry)
      return
    }
    const left = (started.get(entry.key) ?? 0) - 1
    if (left > 0) started.set(entry.key, left)
    else started.delete(entry.key)
    pump()
  }
  return {
    enter: (key, start) => {
      if (waiting.length >= maxWaiting) return undefined
      const entry = { key, start }
      waiting = [...waiting, entry]
      pump()
      let left = false
      return {
        leave: () => {
          if (left) return
          left = true
          leave(entry)
        },
      }
    },
  }
}
