import { createRing, type Ring } from '../lib/ring.ts'
import type { Entry } from './room-view.ts'

/** The memory that the rings of all rooms share. */
export interface RingMemory {
  /** The most entries that one ring holds. */
  readonly maxEntries: number
  /** An estimate of what all rings hold now, bytes; never more than the maximum. */
  readonly usedBytes: number
  /** Opens a ring whose first position is `startHead + 1`. */
  readonly open: (startHead?: number) => EntryRing
}

/** The ring of one room. It loses its oldest entries when the memory of all rings is used up. */
export interface EntryRing extends Omit<Ring<Entry>, 'dropOldest'> {
  /** An estimate of what it holds now, bytes. */
  readonly bytes: number
  /** Returns how many of these entries, from an index on, the ring is sure to hold together. */
  readonly fitting: (entries: readonly Entry[], from: number) => number
  /** Keeps only the newest entries, {@link restingEntries}, until {@link EntryRing.wake}. */
  readonly rest: () => void
  readonly wake: () => void
  /** Gives its memory back: it holds nothing from now on. Idempotent. */
  readonly close: () => void
}

/** Limits of all rings. */
export interface RingLimits {
  readonly maxBytes: number
  readonly maxEntries: number
}

const mebibyte = 1024 * 1024
const maxDefaultBytes = 256 * mebibyte

/**
 * Returns the limits that the settings define. Without a setting, rings share a tenth of the memory
 * of the machine, and 256 MiB at most.
 */
export function ringLimitsOf(
  { ringMb, ringSize }: { readonly ringMb?: number; readonly ringSize: number },
  machineBytes: number,
): RingLimits {
  const maxBytes =
    ringMb === undefined ? Math.min(maxDefaultBytes, machineBytes / 10) : ringMb * mebibyte
  return { maxBytes, maxEntries: ringSize }
}

/** The number of entries of a ring without readers: enough for the start of a stream. */
export const restingEntries = 50

// Freeing more than is needed keeps the search for the largest rings rare.
const keptShare = 15 / 16

// A string of two bytes a character, the object that holds it, and a slot. Most lines hold Chinese.
const entryBytes = 120

/** Returns the estimated size of an entry in a ring. */
export function bytesOf({ line }: Entry): number {
  return line.length * 2 + entryBytes
}

/**
 * Returns a memory for rings. When it is used up, the largest rings lose their oldest entries, down
 * to one size: a busy room never costs a quiet one its past, and each ring is sure of an equal share.
 */
export function createRingMemory({ maxBytes, maxEntries }: RingLimits): RingMemory {
  const rings = new Set<CountedRing>()
  const keptBytes = maxBytes * keptShare
  let usedBytes = 0
  const count = (bytes: number): void => {
    usedBytes += bytes
    if (usedBytes <= maxBytes) return
    const sizes = [...rings].map((ring) => ring.bytes)
    const level = levelFor(sizes, keptBytes)
    for (const ring of rings) ring.shrink(level)
  }
  return {
    maxEntries,
    get usedBytes() {
      return usedBytes
    },
    open: (startHead = 0) => {
      const ring: CountedRing = createCountedRing(createRing(maxEntries, startHead), {
        maxEntries,
        count,
        shareBytes: () => keptBytes / rings.size,
        closed: () => rings.delete(ring),
      })
      rings.add(ring)
      return ring
    },
  }
}

/**
 * Returns the size to which the largest have to shrink so that all of them together have at most
 * `maxBytes`; Infinity if none has to.
 */
export function levelFor(sizes: readonly number[], maxBytes: number): number {
  let left = maxBytes
  const ascending = sizes.toSorted((a, b) => a - b)
  for (const [index, size] of ascending.entries()) {
    const share = left / (ascending.length - index)
    if (size > share) return share
    left -= size
  }
  return Infinity
}

interface CountedRing extends EntryRing {
  /** Drops the oldest entries until it has at most so many bytes. */
  readonly shrink: (mostBytes: number) => void
}

interface CountedRingParts {
  readonly maxEntries: number
  /** Counts bytes that the ring takes, or gives back if negative. */
  readonly count: (bytes: number) => void
  /** Returns what each ring is sure of now. */
  readonly shareBytes: () => number
  readonly closed: () => void
}

function createCountedRing(ring: Ring<Entry>, parts: CountedRingParts): CountedRing {
  const { maxEntries, count, shareBytes, closed } = parts
  let bytes = 0
  let most = maxEntries
  const hold = (added: number): void => {
    bytes += added
    count(added)
  }
  const drop = (): void => {
    const entry = ring.dropOldest()
    if (entry) hold(-bytesOf(entry))
  }
  const trim = (): void => {
    while (ring.head - ring.oldest + 1 > most) drop()
  }
  const limit = (entries: number): void => {
    most = entries
    trim()
  }
  return {
    get head() {
      return ring.head
    },
    get oldest() {
      return ring.oldest
    },
    get bytes() {
      return bytes
    },
    at: ring.at,
    push: (entry) => {
      if (ring.head - ring.oldest + 1 >= most) drop()
      ring.push(entry)
      hold(bytesOf(entry))
      if (most === 0) trim()
    },
    fitting: (entries, from) => {
      const last = Math.min(entries.length, from + Math.max(1, most))
      return fittingIn(shareBytes(), entries.slice(from, last))
    },
    shrink: (mostBytes) => {
      const isOver = (): boolean => bytes > mostBytes
      while (isOver()) drop()
    },
    rest: () => limit(Math.min(maxEntries, restingEntries)),
    wake: () => limit(maxEntries),
    close: () => {
      limit(0)
      closed()
    },
  }
}

/** Returns how many of some entries have at most so many bytes together; one at least. */
function fittingIn(mostBytes: number, entries: readonly Entry[]): number {
  let bytes = 0
  const tooMany = entries.findIndex((entry, index) => {
    bytes += bytesOf(entry)
    return bytes > mostBytes && index > 0
  })
  return tooMany === -1 ? entries.length : tooMany
}
