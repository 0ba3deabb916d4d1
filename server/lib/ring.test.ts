import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createRing } from './ring.ts'

test('a ring holds exactly the newest entries, at their positions', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 20 }),
      fc.nat(50),
      fc.nat(1000),
      (capacity, pushes, startHead) => {
        const ring = createRing<number>(capacity, startHead)
        for (let i = 1; i <= pushes; i++) ring.push(startHead + i)
        expect(ring.head).toBe(startHead + pushes)
        expect(ring.oldest).toBe(startHead + Math.max(0, pushes - capacity) + 1)
        for (let at = 0; at <= ring.head + 2; at++) {
          expect(ring.at(at)).toBe(at >= ring.oldest && at <= ring.head ? at : undefined)
        }
      },
    ),
  )
})
