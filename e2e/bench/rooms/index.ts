import { atLeast, atMost } from '../fanout/bound.ts'
import type { Bench } from '../result.ts'
import { measureRooms, type Outcome } from './measure.ts'

// Rings are full after 26 s. Heap and database reach their size after a minute: memory grows from
// 650 to 730 MB, and is 740 MB after two and a half minutes.
const trial = { rooms: 100, perSecond: 20, warmMs: 60_000, measureMs: 60_000 }

// The last frames of the window may still be on their way when it ends.
const minShare = 0.97

/** The bounds of the figures. */
export const bounds = { mainCores: 0.5, allCores: 0.9, growth: 1.1 } as const

/** Returns the number of messages that are missing or wrong. */
export function missing({ lost, unstored, wrong }: Outcome): number {
  return lost + unstored + wrong
}

/** A hundred rooms with twenty messages a second, all of them received, published and stored. */
export const bench: Bench = async function* () {
  const outcome = await measureRooms(trial)
  yield atLeast(trial.rooms * trial.perSecond * minShare, {
    name: 'rooms-said',
    value: outcome.saidPerSecond,
    unit: 'messages/s',
  })
  yield atMost(0, { name: 'rooms-lost', value: missing(outcome), unit: 'messages' })
  const { mainCores, allCores, growth } = outcome
  yield atMost(bounds.mainCores, { name: 'rooms-main-thread', value: mainCores, unit: 'cores' })
  yield atMost(bounds.allCores, { name: 'rooms-all-threads', value: allCores, unit: 'cores' })
  yield atMost(bounds.growth, { name: 'rooms-growth', value: growth, unit: 'of the first third' })
}
