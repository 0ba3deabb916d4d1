import type { Clock } from './clock.ts'

/** Token buckets by key. A bucket has a size and is refilled at a constant rate. */
export interface TokenBuckets {
  /** Takes all `count` tokens or none. @returns 0, or the time until there are enough, in ms. */
  readonly take: (key: string, count?: number) => number
  /** Returns one taken token to the bucket. */
  readonly give: (key: string) => void
}

/** The size and the refill time of a bucket. */
export interface BucketSize {
  readonly size: number
  /** The time in which an empty bucket becomes full. */
  readonly fullMs: number
}

// Beyond this number the oldest bucket is removed. A client with so many addresses meets other limits.
const maxKeys = 10_000

/** Returns buckets that are full until their first use. */
export function createTokenBuckets({ size, fullMs }: BucketSize, clock: Clock): TokenBuckets {
  const buckets = new Map<string, { readonly left: number; readonly at: number }>()
  return {
    take: (key, count = 1) => {
      const now = clock.now()
      const { left, at } = buckets.get(key) ?? { left: size, at: now }
      const there = Math.min(size, left + (Math.max(0, now - at) * size) / fullMs)
      buckets.delete(key) // inserted again, as the newest
      buckets.set(key, { left: there >= count ? there - count : there, at: now })
      const [oldest] = buckets.keys()
      if (buckets.size > maxKeys && oldest !== undefined) buckets.delete(oldest)
      return there >= count ? 0 : ((count - there) * fullMs) / size
    },
    give: (key) => {
      const bucket = buckets.get(key)
      if (bucket) buckets.set(key, { ...bucket, left: Math.min(size, bucket.left + 1) })
    },
  }
}
