import type { Clock, Timer } from '../lib/time/clock.ts'

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
  const { clock, perKey, maxWaiting } = parts
  const bucket = createBucket(parts)
  const started = new Map<string, number>()
  let waiting: readonly Entry[] = []
  let timer: Timer | undefined

  const pump = (): void => {
    for (;;) {
      const entry = waiting.find(({ key }) => (started.get(key) ?? 0) < perKey)
      if (!entry) return
      const waitMs = bucket.take()
      if (waitMs > 0) {
        timer?.cancel()
        timer = clock.after(waitMs, pump)
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

interface Bucket {
  /** Takes a token; returns the milliseconds until there is one, 0 if it was taken. */
  readonly take: () => number
}

function createBucket({ clock, perSecond, burst }: ConnectLimiterParts): Bucket {
  let tokens = burst
  let at = clock.now()
  return {
    take: () => {
      const now = clock.now()
      const elapsedMs = Math.max(0, now - at) // the wall clock may go back
      tokens = Math.min(burst, tokens + (elapsedMs * perSecond) / 1000)
      at = now
      if (tokens < 1) return Math.ceil(((1 - tokens) * 1000) / perSecond)
      tokens -= 1
      return 0
    },
  }
}
