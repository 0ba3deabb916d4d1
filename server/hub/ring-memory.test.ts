import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Entry } from './room-view.ts'
import {
  bytesOf,
  createRingMemory,
  type EntryRing,
  levelFor,
  restingEntries,
  ringLimitsOf,
} from './ring-memory.ts'

const entryOf = (seq: number, chars: number): Entry => ({
  seq,
  type: 'chat',
  source: 'demo:1',
  line: 'x'.repeat(chars),
})

function push(ring: EntryRing, chars: number, count = 1): void {
  for (let i = 0; i < count; i++) ring.push(entryOf(ring.head + 1, chars))
}

function held(ring: EntryRing): readonly (Entry | undefined)[] {
  return Array.from({ length: ring.head - ring.oldest + 1 }, (_, i) => ring.at(ring.oldest + i))
}

const sizeOf = (entries: readonly (Entry | undefined)[]): number =>
  entries.reduce((sum, entry) => sum + (entry ? bytesOf(entry) : 0), 0)

const maxBytes = 40_000
const maxEntries = 30
const longest = 1000
const step = fc.oneof(
  { weight: 8, arbitrary: fc.record({ push: fc.nat(longest), ring: fc.nat(5) }) },
  fc.record({ do: fc.constantFrom('rest', 'wake', 'close'), ring: fc.nat(5) }),
)

test('all rings together never hold more than the maximum, each its newest entries', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 400 }), (steps) => {
      const memory = createRingMemory({ maxBytes, maxEntries })
      const rings = Array.from({ length: 6 }, () => memory.open())
      for (const one of steps) {
        const ring = rings[one.ring]!
        if ('push' in one) push(ring, one.push)
        else ring[one.do]()
        if ('do' in one && one.do === 'close') rings[one.ring] = memory.open(ring.head)
        expect(memory.usedBytes).toBeLessThanOrEqual(maxBytes)
      }
      for (const ring of rings) {
        const entries = held(ring)
        expect(entries.map((entry) => entry?.seq)).toEqual(entries.map((_, i) => ring.oldest + i))
        expect(ring.bytes).toBe(sizeOf(entries))
        expect(ring.at(ring.oldest - 1)).toBeUndefined()
      }
      expect(memory.usedBytes).toBe(rings.reduce((sum, { bytes }) => sum + bytes, 0))
    }),
  )
})

test('each ring keeps at least its share of the memory, whatever the others push', () => {
  const pushes = fc.array(fc.record({ chars: fc.nat(longest), ring: fc.nat(5) }), {
    minLength: 100,
    maxLength: 600,
  })
  fc.assert(
    fc.property(pushes, (all) => {
      const memory = createRingMemory({ maxBytes, maxEntries })
      const rings = Array.from({ length: 6 }, () => memory.open())
      const pushed = rings.map(() => [] as Entry[])
      for (const { chars, ring } of all) {
        push(rings[ring]!, chars)
        pushed[ring]!.push(entryOf(0, chars))
      }
      const shareBytes = ((maxBytes / 6) * 15) / 16
      for (const [index, ring] of rings.entries()) {
        const newest = sizeOf(pushed[index]!.slice(-maxEntries))
        const least = Math.min(newest, shareBytes - bytesOf(entryOf(0, longest)))
        expect(ring.bytes).toBeGreaterThanOrEqual(least)
      }
    }),
  )
})

test('a busy ring costs a quiet one nothing', () => {
  const memory = createRingMemory({ maxBytes: 100_000, maxEntries: 10_000 })
  const [quiet, busy] = [memory.open(), memory.open()]
  push(quiet, 100, 100)
  push(busy, 100, 10_000)
  expect([quiet.oldest, quiet.head]).toEqual([1, 100])
  expect(busy.head - busy.oldest + 1).toBeGreaterThan(100)
})

test('of a turn, as much is pushed at a time as stays in the ring', () => {
  const memory = createRingMemory({ maxBytes: 10_000, maxEntries: 1000 })
  const other = memory.open()
  push(other, 100, 1000)
  const ring = memory.open()
  const turn = Array.from({ length: 50 }, (_, i) => entryOf(i + 1, 200))
  const parts: number[] = []
  for (let at = 0, end = 0; at < turn.length; at = end) {
    end = at + ring.fitting(turn, at)
    for (const entry of turn.slice(at, end)) ring.push(entry)
    expect(ring.oldest).toBeLessThanOrEqual(at + 1)
    parts.push(end - at)
  }
  expect(parts.length).toBeGreaterThan(1)
  expect(Math.min(...parts.slice(0, -1))).toBeGreaterThan(1)
})

test('an entry larger than a share is shown alone, and one larger than all is not held', () => {
  const memory = createRingMemory({ maxBytes: 1000, maxEntries: 10 })
  const ring = memory.open()
  const turn = [entryOf(1, 10_000), entryOf(2, 1)]
  expect(ring.fitting(turn, 0)).toBe(1)
  ring.push(turn[0]!)
  expect([memory.usedBytes, ring.head, ring.oldest]).toEqual([0, 1, 2])
})

test('a ring at rest keeps its newest entries, and grows again when it is woken', () => {
  const memory = createRingMemory({ maxBytes: 1_000_000, maxEntries: 1000 })
  const ring = memory.open()
  push(ring, 10, 500)
  ring.rest()
  expect([ring.oldest, ring.head]).toEqual([501 - restingEntries, 500])
  push(ring, 10, 5)
  expect(ring.head - ring.oldest + 1).toBe(restingEntries)
  expect(memory.usedBytes).toBe(sizeOf(held(ring)))
  ring.wake()
  push(ring, 10, 500)
  expect(ring.head - ring.oldest + 1).toBe(restingEntries + 500)
})

test('a closed ring gives everything back, and the others have more', () => {
  const memory = createRingMemory({ maxBytes: 10_000, maxEntries: 1000 })
  const [one, two] = [memory.open(), memory.open()]
  push(one, 100, 100)
  push(two, 100, 100)
  const before = two.bytes
  one.close()
  one.close()
  push(one, 100, 1)
  push(two, 100, 100)
  expect(one.bytes).toBe(0)
  expect(two.bytes).toBeGreaterThan(1.5 * before)
})

test('the level is the largest that fits', () => {
  const sizes = fc.array(fc.nat(1000), { minLength: 1, maxLength: 50 })
  fc.assert(
    fc.property(sizes, fc.nat(20_000), (all, most) => {
      const level = levelFor(all, most)
      const sum = all.reduce((total, size) => total + Math.min(size, level), 0)
      expect(sum).toBeLessThanOrEqual(most + 1e-6)
      // Infinity means that nothing has to shrink; else all of the memory is used.
      expect(level === Infinity || sum > most - 1e-6).toBe(true)
    }),
  )
})

test('rings share a tenth of the memory of the machine, 256 MB at most, or what is set', () => {
  const gibibyte = 1024 ** 3
  const limitsOf = (bytes: number, ringMb?: number) =>
    ringLimitsOf({ ringSize: 7, ...(ringMb === undefined ? {} : { ringMb }) }, bytes)
  expect(limitsOf(gibibyte)).toEqual({ maxBytes: gibibyte / 10, maxEntries: 7 })
  expect(limitsOf(64 * gibibyte).maxBytes).toBe(256 * 1024 ** 2)
  expect(limitsOf(gibibyte, 512).maxBytes).toBe(512 * 1024 ** 2)
})
