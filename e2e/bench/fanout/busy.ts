import { median } from '../compare.ts'
import type { Bench } from '../result.ts'
import { atLeast, atMost } from './bound.ts'
import type { Report } from './load.ts'
import { startLoad, startOurs } from './target.ts'

const readers = 1000
const perSecond = 450
const rounds = 3

const minDeliveries = 380_000
const maxP99Ms = 60

/**
 * A thousand readers of 450 events a second: more than one write an event is possible on one core.
 * A delay counts from the due time of the event at the source; the demo source itself looks only
 * every 20 ms.
 */
export const bench: Bench = async function* () {
  const reports: Report[] = []
  for (let i = 0; i < rounds; i++) {
    const target = await startOurs(`demo:${perSecond}`)
    try {
      const load = { readers, perSecond, warmMs: 1500, measureMs: 5000 }
      reports.push(await startLoad(target, load).report)
    } finally {
      await target.end()
    }
  }
  const typical = (figure: (report: Report) => number): number => median(reports.map(figure))
  yield atLeast(minDeliveries, {
    name: 'fanout-busy',
    value: typical(({ deliveriesPerSecond }) => deliveriesPerSecond),
    unit: 'deliveries/s',
  })
  yield atMost(maxP99Ms, {
    name: 'fanout-busy-p99',
    value: typical(({ p99Ms }) => p99Ms),
    unit: 'ms',
  })
  yield atMost(0, {
    name: 'fanout-busy-lost',
    value: Math.max(...reports.map(({ gaps, lost }) => gaps + lost)),
    unit: 'gaps and readers',
  })
}
