import type { Clock } from '../../lib/time/clock.ts'

/** Token buckets by key: so many at once, and so many more as time goes by. */
export interface TokenBuckets {
  /** Takes some, or none. @returns how long to wait, in ms, where there are not enough; else 0. */
  readonly take: (key: string, count?: number) => number
  /** Returns one taken token to the bucket. */
  readonly give: (key: string) => void
}

/** How much a bucket gives. */
export interface BucketSize {
  readonly size: number
  /** How long an empty one takes to be full again. */
  readonly fullMs: number
}

// Whoever comes from more addresses than this has the oldest forgotten, and is held by other limits.
const maxKeys = 10_000

/** Buckets that are full until they are used. */
export function createTokenBuckets({ size, fullMs }: BucketSize, clock: Clock): TokenBuckets {
  const buckets = new Map<string, { readonly left: number; readonly at: number }>()
  return {
    take: (key, count = 1) => {
      const now = clock.now()
      const { left, at } = buckets.get(key) ?? { left: size, at: now }
      const there = Math.min(size, left + (Math.max(0, now - at) * size) / fullMs)
      buckets.delete(key) // to stand last, as the newest
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
