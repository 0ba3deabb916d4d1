import { expect, test } from 'vitest'
import { bounds, missing } from '../bench/rooms/index.ts'
import { measureRooms } from '../bench/rooms/measure.ts'

test('S1-25: ten minutes of 100 rooms that say 20 things a second: nothing lost, memory flat', async () => {
  const trial = { rooms: 100, perSecond: 20, warmMs: 60_000, measureMs: 600_000 }
  const outcome = await measureRooms(trial)
  expect(missing(outcome)).toBe(0)
  expect(outcome.growth).toBeLessThanOrEqual(bounds.growth)
})
