/** The ids of the events that a room has accepted. */
export interface SeenIds {
  /** Returns true the first time an id is given, false for a repetition. */
  readonly accept: (id: string, now: number) => boolean
  readonly size: number
  /** Returns the time from which on every accepted id is known; undefined if that is all of them. */
  readonly completeSince: () => number | undefined
  /** Records that ids were accepted before a time that this object never received. */
  readonly missBefore: (at: number) => void
}

/** The minimum that a room remembers; at most twice as much. */
export interface IdentityLimits {
  readonly ids: number
  readonly ageMs: number
}

/** Older repetitions than this may be taken for new events. */
export const identityLimits: IdentityLimits = { ids: 50_000, ageMs: 6 * 3_600_000 }

/**
 * Creates the set of ids of one room, in two generations: once the younger one is full or old, the
 * elder is dropped as a whole. An id takes only a hash of 53 bits, 10 to 20 bytes instead of 100: a
 * new id is taken for one of 100,000 once in 90,000,000,000 events.
 */
export function createSeenIds(limits: IdentityLimits = identityLimits): SeenIds {
  let elder = createHashes()
  let younger = createHashes()
  let since: number | undefined
  let completeSince: number | undefined
  return {
    accept: (id, now) => {
      const hash = hashOf(id)
      if (younger.has(hash) || elder.has(hash)) return false
      since ??= now
      if (younger.size >= limits.ids || now - since > limits.ageMs) {
        if (elder.size > 0) completeSince = since
        elder = younger
        younger = createHashes()
        since = now
      }
      younger.add(hash)
      return true
    },
    get size() {
      return elder.size + younger.size
    },
    completeSince: () => completeSince,
    missBefore: (at) => (completeSince = Math.max(at, completeSince ?? at)),
  }
}

interface Hashes {
  readonly has: (hash: number) => boolean
  /** Adds a hash that is not in the set. */
  readonly add: (hash: number) => void
  readonly size: number
}

const firstSlots = 64
const fullest = 0.85 // of the slots; the next free one is near enough

/**
 * Creates a set of hashes above 0 in one array: eight bytes a slot, nothing for the garbage
 * collector.
 */
function createHashes(): Hashes {
  let slots = new Float64Array(firstSlots)
  let size = 0
  /** Returns the slot of a hash, or the free slot for it. The number of slots is a power of two. */
  const slotOf = (hash: number): number => {
    const mask = slots.length - 1
    let slot = hash & mask
    while (slots[slot] !== 0 && slots[slot] !== hash) slot = (slot + 1) & mask
    return slot
  }
  const grow = (): void => {
    const old = slots
    slots = new Float64Array(old.length * 2)
    for (const hash of old) if (hash !== 0) slots[slotOf(hash)] = hash
  }
  return {
    has: (hash) => slots[slotOf(hash)] === hash,
    add: (hash) => {
      if (size >= slots.length * fullest) grow()
      slots[slotOf(hash)] = hash
      size += 1
    },
    get size() {
      return size
    },
  }
}

/**
 * Returns a whole number from 1 to below 2^53, evenly distributed; not for secrets. @see
 * MurmurHash3's finalizer
 */
function hashOf(id: string): number {
  let high = 0x9e3779b9
  let low = 0x85ebca6b
  for (let index = 0; index < id.length; index++) {
    const code = id.charCodeAt(index)
    high = Math.imul(high ^ code, 0x5bd1e995)
    low = Math.imul(low ^ code, 0xc2b2ae35)
    high ^= low >>> 15
    low ^= high >>> 13
  }
  return (mixed(high ^ low) >>> 11) * 2 ** 32 + mixed(low) + 1
}

function mixed(value: number): number {
  let bits = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return (bits ^ (bits >>> 16)) >>> 0
}
